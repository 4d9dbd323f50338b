import { figure } from '../format.js';

/** Three significant digits are more than a model knows: `0.42`, `12.3`, `1,230`. */
export function perSecond(rate: number): string {
  return figure(Number(rate.toPrecision(3)));
}

/** `980 B`, `1.2 GB`, `13 TB` */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  let [number, unit] = [count, 0];
  while (number >= 999.5 && unit < units.length - 1) [number, unit] = [number / 1_000, unit + 1];
  return `${Number(number.toPrecision(number < 10 ? 2 : 3))} ${units[unit]}`;
}

/** `3.1 ms`, `42 s`, `5 min`, `3 h`, `12 days`; `never` if it does not end. */
export function span(seconds: number): string {
  if (seconds === Infinity) return 'never';
  if (seconds < 1e-6) return '0 ms';
  const units: [string, number][] = [
    ['days', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ];
  const [unit, size] = units.find(([, least]) => seconds >= 2 * least) ?? ['ms', 0.001];
  return `${Number((seconds / size).toPrecision(2))} ${unit}`;
}
