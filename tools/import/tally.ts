import { REJECTIONS, type Rejection } from './accept-row.ts';

/** Rows by what became of them while reading: `read` = `accepted` + the sum of `rejected`. */
export interface RowTally {
  read: number;
  accepted: number;
  rejected: Record<Rejection, number>;
}

export function emptyTally(): RowTally {
  const rejected = Object.fromEntries(REJECTIONS.map((reason) => [reason, 0])) as Record<Rejection, number>;
  return { read: 0, accepted: 0, rejected };
}
