import { meetsAim, moreIsBetter, resultOf, type Comparison } from '../comparison.ts';
import type { SetUp } from '../set-up.ts';

/** `docs/benchmarks.md`, which `npm run bench -- all --write` writes. */
export function page(setUp: SetUp, comparisons: readonly Comparison[]): string {
  const peers = comparisons.filter(({ name }) => name.startsWith('peer:'));
  const own = comparisons.filter((comparison) => !peers.includes(comparison));
  return `# Benchmarks

What each guarantee costs, on one machine and in one run: every figure beside a baseline that was measured in turn with it. Between machines only the ratios can be compared. \`npm run bench -- all\` measures on yours; with \`--write\` it writes this page.

${Object.entries(setUp)
  .map(([what, is]) => `- ${what}: ${is}`)
  .join('\n')}

A ratio is the median of the rounds' ratios; in brackets the least and the largest. For a rate more is better, for milliseconds less. CPU is that of the measured process for each item.

## Waybill beside the least that the work takes

![Ratios](images/benchmarks.svg)

${table(own)}

## Waybill beside others

The same work in the same run, each set as its own documentation advises for throughput, in a process of its own: [\`bench/peers\`](../bench/peers). Waybill's events wait in the outbox, go through the relay and the broker, and the handler's transaction records that each was handled.

${table(peers)}

${peers.map(({ name, note = '' }) => `- \`${name.slice('peer:'.length)}\`: ${note}`).join('\n')}
`;
}

function table(comparisons: readonly Comparison[]): string {
  if (comparisons.length === 0) return 'Not measured in this run.';
  const rows = comparisons.map((comparison) => {
    const { name, unit, subject, baseline, aim, rounds } = comparison;
    const result = resultOf(comparison);
    const [least, most] = result.spread.map((each) => each.toFixed(2));
    const sign = moreIsBetter(unit) ? '≥' : '≤';
    const verdict = meetsAim(comparison, result.ratio) ? '' : ', missed';
    return [
      `\`${name}\``,
      `${subject}: ${figure(result.value, unit, result.cpuMicros)}`,
      `${baseline}: ${figure(result.baseline, unit, result.baselineCpuMicros)}`,
      `${result.ratio.toFixed(2)} (${least} to ${most}, ${rounds.length} rounds)`,
      `${sign} ${aim}${verdict}`,
    ];
  });
  return [['', 'measured', 'baseline', 'ratio', 'aim'], ['---', '---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function figure(value: number, unit: string, cpuMicros: number | undefined): string {
  const text = unit === 'ms' ? value.toFixed(2) : Math.round(value).toLocaleString('en');
  const cpu = cpuMicros === undefined ? '' : `, ${Math.round(cpuMicros).toLocaleString('en')} µs CPU`;
  return `**${text} ${unit}**${cpu}`;
}
