import { MOST_AT_ONCE } from '../plan/conflicts.ts';
import type { Outcome } from './result.ts';
import type { Sample } from './samples.ts';

export interface TimelineOptions {
  readonly title: string;
  readonly setUp: string;
  readonly samples: readonly Sample[];
  readonly outcome: Outcome;
}

const WIDTH = 1_200;
const CHART = 120;
const BAR = 16;

/** One page without any other file: rate, lag and faults over the run, then every fault and violation in words. */
export function timelinePage({ title, setUp, samples, outcome }: TimelineOptions): string {
  const { recoveries, violations, result } = outcome;
  const times = [
    ...samples.map(({ at }) => at),
    ...recoveries.flatMap(({ fault }) => [fault.struckAt, fault.healedAt]),
  ];
  const from = Math.min(...times.map(Number));
  const to = Math.max(...times.map(Number), from + 1);
  const x = (at: Date) => ((Number(at) - from) / (to - from)) * WIDTH;

  const lanes: number[] = Array.from({ length: MOST_AT_ONCE }, () => -Infinity);
  const bars = recoveries.map(({ fault: { kind, target, struckAt, healedAt, failure }, ms }) => {
    const lane = Math.max(
      0,
      lanes.findIndex((end) => end <= Number(struckAt)),
    );
    lanes[lane] = Number(healedAt);
    const words = `${kind} on ${target}${ms === undefined ? '' : `, recovered in ${Math.round(ms)} ms`}${failure ? `, failed: ${failure}` : ''}`;
    const width = Math.max(2, x(healedAt) - x(struckAt));
    return `<rect class="${failure ? 'failed' : 'fault'}" x="${x(struckAt).toFixed(1)}" y="${lane * (BAR + 2)}" width="${width.toFixed(1)}" height="${BAR}"><title>${escape(words)}</title></rect>`;
  });
  const rate = samples.map(({ at, accepted }) => ({ x: x(at), value: accepted }));
  const lag = samples.map(({ at, waiting }) => ({ x: x(at), value: waiting ?? 0 }));
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escape(title)}</title>
<style>
  body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: ${WIDTH}px; color: #1d2530 }
  svg { width: 100%; display: block; background: #f6f7f9; margin: .25rem 0 1rem }
  polyline { fill: none; stroke: #2463eb; stroke-width: 1.5 } .fault { fill: #d97706 } .failed { fill: #b91c1c }
  table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .15rem .6rem .15rem 0; border-bottom: 1px solid #e3e6ea }
  .bad { color: #b91c1c } td.n { text-align: right; font-variant-numeric: tabular-nums }
</style>
<h1>${escape(title)}</h1>
<p>${escape(setUp)}</p>
<p class="${outcome.clean ? '' : 'bad'}"><strong>${result.faults} faults, ${result.accepted} orders accepted: ${result.lost} lost, ${result.doubled} doubled,
${result.reordered} reordered.</strong> Recovery: p50 ${result.recoveryMs.p50} ms, worst ${result.recoveryMs.max} ms.</p>
<h2>Orders accepted per second</h2>${chart(rate)}
<h2>Rows waiting in the outbox of order</h2>${chart(lag)}
<h2>Faults</h2>
<svg viewBox="0 0 ${WIDTH} ${MOST_AT_ONCE * (BAR + 2)}" role="img" aria-label="When each fault was struck and healed">${bars.join('')}</svg>
<h2>Violations</h2>${
    violations.length === 0
      ? '<p>None.</p>'
      : table(
          ['check', 'kind', 'of', 'what'],
          violations.map(({ check, kind, of, detail }) => [check, kind, of, detail]),
        )
  }
<h2>Every fault</h2>${table(
    ['struck', 'kind', 'target', 'lasted, s', 'recovered, ms'],
    recoveries.map(({ fault, ms }) => [
      fault.struckAt.toISOString().slice(11, 23),
      fault.failure ? `${fault.kind}: ${fault.failure}` : fault.kind,
      fault.target,
      ((Number(fault.healedAt) - Number(fault.struckAt)) / 1_000).toFixed(1),
      ms === undefined ? 'never' : String(Math.round(ms)),
    ]),
  )}
</html>
`;
}

function chart(points: readonly { x: number; value: number }[]): string {
  const most = Math.max(1, ...points.map(({ value }) => value));
  const line = points.map(
    ({ x, value }) => `${x.toFixed(1)},${(CHART - (value / most) * (CHART - 14)).toFixed(1)}`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${CHART}" role="img"><text x="4" y="12" font-size="11">${most}</text><polyline points="${line.join(' ')}"/></svg>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) =>
    row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('');
  return `<table><tr>${cells('th', head)}</tr>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</table>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
