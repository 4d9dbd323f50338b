import type { RunningFigures } from '@waybill/console-api';
import { useEffect, useState } from 'react';
import { listenTo } from '../../api/streams/index.ts';
import { Badge, classNames, formatCount, formatPlural } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './analytics.module.css';

/** Sales as they happen. */
export function RunningFiguresStrip() {
  const { figures, down } = useRunningFigures();
  const tiles = figures ? tilesOf(figures) : NO_TILES;
  return (
    <section className={classNames('sheet', styles.running)} aria-label="Running figures">
      {tiles.map(({ title, value, note }) => (
        <div key={title} className={styles.tile}>
          <h2 className="note">{title}</h2>
          <p className={styles.tileValue}>{value}</p>
          <p className={classNames('note', styles.tileNote)}>{note}</p>
        </div>
      ))}
      <p className={styles.liveState} role="status">
        {down ? <Badge tone="bad">analytics is down</Badge> : figures && <Badge tone="good">live</Badge>}
      </p>
    </section>
  );
}

interface Tile {
  title: string;
  value: string;
  note?: string;
}

const NO_TILES: readonly Tile[] = [
  { title: 'Today', value: '–', note: 'waiting for the first figures' },
  { title: 'Last hour', value: '–' },
  { title: 'Rate', value: '–' },
  { title: 'Since the first order', value: '–' },
];

function tilesOf({ today, lastHour, ordersPerMinute, total, currency }: RunningFigures): readonly Tile[] {
  const orders = (count: number) => formatPlural(count, 'order');
  return [
    {
      title: 'Today',
      value: formatMoney(today.revenue, currency),
      note: `${orders(today.orders)} since midnight UTC`,
    },
    {
      title: 'Last hour',
      value: formatMoney(lastHour.revenue, currency),
      note: `${orders(lastHour.orders)}, ${formatPlural(lastHour.sessions, 'session')}`,
    },
    {
      title: 'Rate',
      value: `${formatCount(Number(ordersPerMinute.toFixed(1)))} /min`,
      note: 'orders, over five minutes',
    },
    {
      title: 'Since the first order',
      value: formatMoney(total.revenue, currency),
      note: `${orders(total.orders)}, ${formatPlural(total.units, 'unit')}`,
    },
  ];
}

/** The figures as the analytics service pushes them. */
function useRunningFigures() {
  const [state, setState] = useState<{ figures?: RunningFigures; down: boolean }>({ down: false });
  useEffect(
    () =>
      listenTo('/services/analytics/live', (news) =>
        setState((before) =>
          news === 'broken'
            ? { ...before, down: true }
            : { figures: JSON.parse(news.data) as RunningFigures, down: false },
        ),
      ),
    [],
  );
  return state;
}
