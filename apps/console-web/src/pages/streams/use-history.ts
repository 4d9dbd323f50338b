import { useState } from 'react';

/** A figure over time. */
interface History {
  /** Of the latest value, seconds since the epoch. */
  at: number;
  values: readonly number[];
}

export const EMPTY_HISTORY: History = { at: 0, values: [] };

/** Fifteen minutes of one sample a second. */
const MOST_SAMPLES = 900;

/** The history with one more sample, or another one of the same second. */
export function withSample({ at, values }: History, nowSeconds: number, value: number): History {
  const before = at === nowSeconds ? values.slice(0, -1) : values;
  return { at: nowSeconds, values: [...before, value].slice(-MOST_SAMPLES) };
}

/** The values since the page was opened. @param at seconds since the epoch; a new one is a new sample */
export function useHistory(at: number, value: number): readonly number[] {
  const [history, setHistory] = useState(EMPTY_HISTORY);
  if (history.at !== at) setHistory(withSample(history, at, value));
  return history.values;
}
