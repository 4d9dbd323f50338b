import { useState } from 'react';
import { EMPTY_HISTORY, withSample, type History } from './age-history.ts';

/** What the value has been since the page was opened. @param at seconds since the epoch; a new one is a new sample */
export function useHistory(at: number, value: number): History {
  const [history, setHistory] = useState(EMPTY_HISTORY);
  if (history.at.at(-1) !== at) setHistory(withSample(history, at, value));
  return history;
}
