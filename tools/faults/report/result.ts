import type { CheckedViolation } from '../checks/index.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Struck } from '../plan/run-strikes.ts';
import { recoveries, summaryOf, type Recovery, type RecoverySummary } from './recovery.ts';

/** The last line with `--json`: a public interface, in this order. */
export interface Result {
  readonly faults: number;
  readonly accepted: number;
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  readonly recoveryMs: RecoverySummary;
}

export interface Outcome {
  readonly result: Result;
  readonly recoveries: readonly Recovery[];
  readonly violations: readonly CheckedViolation[];
  /** Nothing was violated, and every fault was struck and healed as it should. */
  readonly clean: boolean;
}

export function outcomeOf(
  struck: readonly Struck[],
  evidence: Evidence,
  violations: readonly CheckedViolation[],
  services: readonly string[],
): Outcome {
  const count = (kind: string) =>
    new Set(violations.filter((each) => each.kind === kind).map(({ of }) => of)).size;
  const recovered = recoveries(struck, evidence.witnessed, services);
  return {
    result: {
      faults: struck.length,
      accepted: evidence.accepted.length,
      lost: count('lost'),
      doubled: count('doubled'),
      reordered: count('reordered'),
      recoveryMs: summaryOf(recovered),
    },
    recoveries: recovered,
    violations,
    clean: violations.length === 0 && struck.every(({ failure }) => failure === undefined),
  };
}
