import { useEffect, useState } from 'react';

const IDLE_MS = 250;

/**
 * A value under the hand: shown at once, sent when the hand rests, and gone once the sending is answered, so that a
 * refused value falls back to what is true.
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
    // A new `send` is the same deed: only another value starts the wait anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [draft]);
  return [draft ?? value, setDraft];
}
