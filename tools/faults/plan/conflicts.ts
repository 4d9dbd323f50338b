import type { FaultKind } from '../fault.ts';

/** A fault that goes on. */
export interface Ongoing {
  readonly kind: FaultKind;
  readonly target: string;
}

/** At once: more would not be several faults but one long outage. */
export const MOST_AT_ONCE = 3;

/** Whether a fault has to wait for those that go on. */
export function hasToWait(next: Ongoing, ongoing: readonly Ongoing[]): boolean {
  return ongoing.length >= MOST_AT_ONCE || ongoing.some((other) => conflicts(next, other));
}

function conflicts(one: Ongoing, other: Ongoing): boolean {
  return one.target === other.target || excludes(one.kind, other.kind) || excludes(other.kind, one.kind);
}

function excludes({ excludes: list = [] }: FaultKind, { name }: FaultKind): boolean {
  return list.some((each) => name === each || name.startsWith(`${each}.`));
}
