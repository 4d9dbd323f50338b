/** A line over time: seconds since the epoch, and a value at each of them. */
export interface History {
  at: number[];
  values: number[];
}

export const EMPTY_HISTORY: History = { at: [], values: [] };

/** Fifteen minutes of one sample a second. */
const MOST_SAMPLES = 900;

/** The history with one more sample; the oldest goes where it gets too long. A sample of the same second replaces. */
export function withSample({ at, values }: History, nowSeconds: number, value: number): History {
  const kept = at.at(-1) === nowSeconds ? at.length - 1 : at.length;
  const from = Math.max(0, kept - MOST_SAMPLES + 1);
  return { at: [...at.slice(from, kept), nowSeconds], values: [...values.slice(from, kept), value] };
}
