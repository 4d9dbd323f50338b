import uPlot from 'uplot';
import { formatCount } from '../../ui/format.ts';

/** The theme's colours and font, resolved for a canvas. */
export function inksOf(element: Element) {
  const probe = element.appendChild(document.createElement('i'));
  const color = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const inks = {
    revenue: color('--accent'),
    orders: color('--service-analytics'),
    text: color('--ink-soft'),
    rule: color('--line-soft'),
    font: `11px ${getComputedStyle(probe).getPropertyValue('--mono')}`,
  };
  probe.remove();
  return inks;
}

interface Chart {
  width: number;
  height: number;
  /** The label on the time axis. */
  labelAt: (index: number) => string;
  currency: string;
  inks: ReturnType<typeof inksOf>;
  onOver: (index: number | null) => void;
}

/** A label needs this much room, in pixels. */
const LABEL_ROOM = 72;

export function chartOptions({ width, height, labelAt, currency, inks, onOver }: Chart): uPlot.Options {
  const axis = { stroke: inks.text, font: inks.font, ticks: { show: false } };
  const money = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
      revenue: { range: (_, __, max) => [0, Math.max(max, 1) * 1.06] },
      orders: { range: (_, __, max) => [0, Math.max(max, 4) * 1.06] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        space: LABEL_ROOM,
        incrs: [1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 100, 200, 500, 1_000],
        values: (_, places) => places.map(labelAt),
      },
      {
        ...axis,
        scale: 'revenue',
        size: 64,
        grid: { stroke: inks.rule, width: 1 },
        values: (_, amounts) => amounts.map((amount) => money.format(amount)),
      },
      {
        ...axis,
        scale: 'orders',
        side: 1,
        size: 44,
        grid: { show: false },
        values: (_, counts) => counts.map((count) => (Number.isInteger(count) ? formatCount(count) : '')),
      },
    ],
    series: [
      {},
      {
        scale: 'revenue',
        fill: `color-mix(in oklab, ${inks.revenue} 62%, transparent)`,
        stroke: inks.revenue,
        width: 1,
        points: { show: false },
        paths: uPlot.paths.bars!({ size: [0.72, 56], radius: 0.08 }),
      },
      { scale: 'orders', stroke: inks.orders, width: 2, points: { size: 5, fill: inks.orders } },
    ],
    hooks: { setCursor: [({ cursor }) => onOver(cursor.idx ?? null)] },
  };
}
