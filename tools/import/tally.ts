import { REJECTIONS, type Rejection } from './accept-row.ts';
import { exampleOf, type RejectedExample } from './rejected-example.ts';
import type { Row } from './read-rows.ts';

/** Rows that were read: `read` = `accepted` + the sum of `rejected`. */
export interface RowTally {
  read: number;
  accepted: number;
  rejected: Record<Rejection, number>;
  /** The first row of each reason. */
  examples: Partial<Record<Rejection, RejectedExample>>;
}

export function emptyTally(): RowTally {
  const rejected = Object.fromEntries(REJECTIONS.map((reason) => [reason, 0])) as Record<Rejection, number>;
  return { read: 0, accepted: 0, rejected, examples: {} };
}

export function countRejected(tally: RowTally, reason: Rejection, row: Row): void {
  tally.rejected[reason] += 1;
  tally.examples[reason] ??= exampleOf(reason, row);
}
