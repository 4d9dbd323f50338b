import type { Outcome } from './result.ts';
import { summaryOf } from './recovery.ts';

/** So many are listed; the report has them all. */
const MOST = 20;

export function describeOutcome({ result, recoveries, violations }: Outcome): string {
  const kinds = [...Map.groupBy(recoveries, ({ fault }) => fault.kind)].sort(([a], [b]) =>
    a.localeCompare(b),
  );
  const rows = kinds.map(([kind, list]) => {
    const { p50, max } = summaryOf(list);
    return `  ${kind.padEnd(28)} ${String(list.length).padStart(4)}   recovered in ${seconds(p50)} (p50), ${seconds(max)} (worst)`;
  });
  const failures = recoveries.flatMap(({ fault: { kind, target, failure } }) =>
    failure === undefined ? [] : [`  ${kind} on ${target} failed: ${failure}`],
  );
  const listed = violations
    .slice(0, MOST)
    .map(({ check, kind, of, detail }) => `  ${check} (${kind}): ${of}: ${detail}`);
  const more = violations.length > MOST ? [`  and ${violations.length - MOST} more, see the report`] : [];
  const { faults, accepted, lost, doubled, reordered, recoveryMs } = result;
  return [
    ...(rows.length > 0 ? ['', 'Faults:', ...rows] : []),
    ...(failures.length > 0 ? ['', 'Faults that were not what they should be:', ...failures] : []),
    ...(violations.length > 0 ? ['', 'Violations:', ...listed, ...more] : []),
    '',
    `${faults} faults, ${accepted} orders accepted: ${lost} lost, ${doubled} doubled, ${reordered} reordered, ` +
      `${violations.length} violations; recovered in ${seconds(recoveryMs.p50)} (p50), ${seconds(recoveryMs.max)} (worst)`,
  ].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
