import type { DeadLetterAnswered } from '@waybill/console-api';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { sendJson } from '../../api/http.ts';
import { answerLetters, type LetterOutcome } from './answer-letters.ts';

export type Answer = { action: 'replay' } | { action: 'discard'; reason: string };

export interface AnswerRun {
  action: Answer['action'];
  ids: readonly string[];
  outcomes: ReadonlyMap<string, LetterOutcome>;
  running: boolean;
}

/** Answers letters and remembers what became of each. While a run is under way a second click does nothing. */
export function useAnswerLetters(): [
  AnswerRun | undefined,
  (ids: readonly string[], answer: Answer) => void,
] {
  const client = useQueryClient();
  const [run, setRun] = useState<AnswerRun>();
  const busy = useRef(false);
  const start = (ids: readonly string[], answer: Answer) => {
    // Before React has shown that the button is disabled, a second click still finds it.
    if (busy.current) return;
    busy.current = true;
    setRun({ action: answer.action, ids, outcomes: new Map(), running: true });
    const body = answer.action === 'discard' ? { reason: answer.reason } : {};
    void answerLetters(
      ids,
      (id) =>
        sendJson<DeadLetterAnswered>(
          'POST',
          `/api/dead-letters/${encodeURIComponent(id)}/${answer.action}`,
          body,
        ),
      (id, outcome) =>
        setRun((before) => before && { ...before, outcomes: new Map(before.outcomes).set(id, outcome) }),
    ).then(() => {
      busy.current = false;
      setRun((before) => before && { ...before, running: false });
      void client.invalidateQueries({ queryKey: ['dead-letters'] });
    });
  };
  return [run, start];
}
