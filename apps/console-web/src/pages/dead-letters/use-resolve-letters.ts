import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { sendJson } from '../../api/http.ts';
import { resolveLetters, type LetterOutcome } from './resolve-letters.ts';

export type Resolution = { action: 'replay' } | { action: 'discard'; reason: string };

export interface ResolveRun {
  action: Resolution['action'];
  ids: readonly string[];
  outcomes: ReadonlyMap<string, LetterOutcome>;
  running: boolean;
}

/** Resolves letters and keeps the outcome of each. During a run a second click does nothing. */
export function useResolveLetters() {
  const client = useQueryClient();
  const [run, setRun] = useState<ResolveRun>();
  // A ref, as a second click may come before React has disabled the button.
  const busy = useRef(false);
  const resolve = async (ids: readonly string[], { action, ...body }: Resolution) => {
    if (busy.current) return;
    busy.current = true;
    setRun({ action, ids, outcomes: new Map(), running: true });
    await resolveLetters(
      ids,
      (id) => sendJson('POST', `/api/dead-letters/${encodeURIComponent(id)}/${action}`, body),
      (id, outcome) =>
        setRun((before) => before && { ...before, outcomes: new Map(before.outcomes).set(id, outcome) }),
    );
    busy.current = false;
    setRun((before) => before && { ...before, running: false });
    void client.invalidateQueries({ queryKey: ['dead-letters'] });
  };
  return { run, resolve };
}
