/** By metric, the labels of its series, as a process exposes them at `/metrics`. */
export type ExposedSeries = Map<string, Set<string>[]>;

/** Prometheus's text format, of several processes. Target labels are Prometheus's own. */
export function exposedSeries(texts: readonly string[]): ExposedSeries {
  const series: ExposedSeries = new Map();
  for (const line of texts.flatMap((text) => text.split('\n'))) {
    const [, metric, labels = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (metric === undefined) continue;
    const names = [...labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, name]) => name!);
    series.set(metric, [...(series.get(metric) ?? []), new Set([...names, 'instance', 'job'])]);
  }
  return series;
}
