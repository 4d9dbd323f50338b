import { meetsAim, moreIsBetter, resultOf, type Comparison } from '../comparison.ts';
import type { SetUp } from '../set-up.ts';

/** One figure with its baseline, as it is printed. */
export function printComparison(comparison: Comparison): void {
  const { name, unit, subject, baseline, aim, rounds } = comparison;
  const result = resultOf(comparison);
  const [least, most] = result.spread.map((each) => each.toFixed(2));
  const sign = moreIsBetter(unit) ? '≥' : '≤';
  const verdict = meetsAim(comparison, result.ratio) ? 'met' : 'missed';
  console.log(`\n${name}`);
  console.log(`  ${value(result.value, unit)}${cpu(result.cpuMicros)}  ${subject}`);
  console.log(`  ${value(result.baseline, unit)}${cpu(result.baselineCpuMicros)}  ${baseline}`);
  console.log(
    `  ratio ${result.ratio.toFixed(2)} (${least} to ${most} in ${rounds.length} rounds); aim ${sign} ${aim}: ${verdict}`,
  );
}

/** What `--json` writes: first the names that tools read, then what explains them. */
export function asJson(setUp: SetUp, comparisons: readonly Comparison[]): string {
  const entries = comparisons.map((comparison) => {
    const { name, unit, subject, baseline, aim, rounds } = comparison;
    const result = resultOf(comparison);
    return {
      ...{ name, value: result.value, unit, baseline: result.baseline, ratio: result.ratio, aim },
      ...{ spread: result.spread, cpuMicros: result.cpuMicros, baselineCpuMicros: result.baselineCpuMicros },
      ...{ measured: subject, comparedWith: baseline, rounds, setUp },
    };
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function value(figure: number, unit: string): string {
  const text = unit === 'ms' ? figure.toFixed(2) : Math.round(figure).toLocaleString('en');
  return `${text.padStart(10)} ${unit.padEnd(14)}`;
}

function cpu(micros: number | undefined): string {
  return micros === undefined ? '' : `${Math.round(micros).toLocaleString('en').padStart(6)} µs CPU each`;
}
