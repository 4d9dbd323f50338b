import { useEffect, useState } from 'react';

const IDLE_MS = 250;

/**
 * A value that is being changed: shown at once, sent after a short pause, and dropped after the response, so that a
 * refused value falls back to the actual one.
 */
export function useDraft(
  value: number,
  send: (value: number) => Promise<unknown>,
): [number, (value: number) => void] {
  const [draft, setDraft] = useState<number>();
  useEffect(() => {
    if (draft === undefined) return;
    const forget = () => setDraft((current) => (current === draft ? undefined : current));
    const timer = setTimeout(() => void send(draft).then(forget, forget), IDLE_MS);
    return () => clearTimeout(timer);
    // Only another value restarts the timer; a new `send` does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [draft]);
  return [draft ?? value, setDraft];
}
