import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useShownTheme } from '../../shell/theme.ts';
import 'uplot/dist/uPlot.min.css';
import { formatPlural } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './analytics.module.css';
import { chartOptions, inksOf } from './chart-options.ts';
import type { Bucket } from './period.ts';
import { fullLabel, shortLabel, spansYears, type Slot } from './slots.ts';

interface Props {
  slots: readonly Slot[];
  bucket: Bucket;
  currency: string;
}

/** Bars of revenue and a line of orders. The exact figures at the pointer stand above; the table has all of them. */
export function SalesChart({ slots, bucket, currency }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const theme = useShownTheme();
  const [over, setOver] = useState<number | null>(null);
  const latest = useRef(slots);

  // Before the plot is created, which reads them; later changes only replace the plot's data.
  useEffect(() => {
    latest.current = slots;
    plot.current?.setData(dataOf(slots));
  }, [slots]);

  useEffect(() => {
    const element = box.current!;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const options = chartOptions({
      ...size(),
      labelAt: (index) => labelOf(latest.current, index, bucket),
      currency,
      inks: inksOf(element),
      onOver: setOver,
    });
    const made = new uPlot(options, dataOf(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [bucket, currency, theme]);

  return (
    <>
      <p className={styles.legend}>
        <span className={styles.revenueKey}>Revenue</span>
        <span className={styles.ordersKey}>Orders</span>
        <span className={styles.over}>
          {over !== null && <Exact slot={slots[over]} {...{ bucket, currency }} />}
        </span>
      </p>
      <div
        ref={box}
        className={styles.chart}
        role="img"
        aria-label={`Revenue and orders by ${bucket}; the table below has the figures`}
      />
    </>
  );
}

function Exact({ slot, bucket, currency }: { slot: Slot | undefined; bucket: Bucket; currency: string }) {
  if (!slot) return null;
  if ('breakUntil' in slot) return <>no sales until {fullLabel(slot.breakUntil, bucket)}</>;
  const { revenue, orders } = slot.sales;
  return (
    <>
      {fullLabel(slot.start, bucket)}: <strong>{formatMoney(revenue, currency)}</strong>,{' '}
      {formatPlural(orders, 'order')}
    </>
  );
}

function labelOf(slots: readonly Slot[], index: number, bucket: Bucket): string {
  const slot = slots[index];
  return slot ? shortLabel(slot, bucket, spansYears(slots)) : '';
}

/** As numbers: a drawing needs no exact decimals. */
function dataOf(slots: readonly Slot[]): uPlot.AlignedData {
  return [
    slots.map((_, index) => index),
    slots.map((slot) => ('sales' in slot ? Number(slot.sales.revenue) : null)),
    slots.map((slot) => ('sales' in slot ? slot.sales.orders : null)),
  ];
}
