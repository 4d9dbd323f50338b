import type { DeadLetterAnswered } from '@waybill/console-api';

/** What became of one letter that was asked to be replayed or discarded. */
export type LetterOutcome =
  | { kind: 'answered'; state: DeadLetterAnswered['state']; traceId?: string }
  /** Somebody, or an earlier click, was quicker: nothing was sent twice. */
  | { kind: 'already'; detail: string }
  | { kind: 'failed'; detail: string };

/** What refuses with a status: an HTTP answer that is none. */
interface Refusal {
  status?: number;
  message: string;
}

/**
 * Answers the letters one after the other, oldest first, and tells each outcome as it comes. A letter that cannot be
 * answered stops no other.
 *
 * @param send replays or discards one letter; rejects with a `status` where the server refused
 */
export async function answerLetters(
  ids: readonly string[],
  send: (id: string) => Promise<DeadLetterAnswered>,
  tell: (id: string, outcome: LetterOutcome) => void,
): Promise<void> {
  for (const id of oldestFirst(ids)) tell(id, await outcomeOf(() => send(id)));
}

async function outcomeOf(send: () => Promise<DeadLetterAnswered>): Promise<LetterOutcome> {
  try {
    const { state, traceId } = await send();
    return { kind: 'answered', state, traceId };
  } catch (error) {
    const { status, message } = error as Refusal;
    return status === 409 ? { kind: 'already', detail: message } : { kind: 'failed', detail: message };
  }
}

/** Ids are sequences of the stream of dead letters. */
function oldestFirst(ids: readonly string[]): string[] {
  return [...ids].sort((a, b) => Number(a) - Number(b));
}

export interface OutcomeCount {
  total: number;
  done: number;
  answered: number;
  already: number;
  failed: number;
}

export function countOutcomes(total: number, outcomes: Iterable<LetterOutcome>): OutcomeCount {
  const count = { total, done: 0, answered: 0, already: 0, failed: 0 };
  for (const { kind } of outcomes) {
    count.done++;
    count[kind]++;
  }
  return count;
}

/** `3 replayed, 1 was answered before, 1 failed` */
export function outcomeSentence(
  { answered, already, failed }: OutcomeCount,
  action: 'replay' | 'discard',
): string {
  const parts = [
    answered > 0 && `${answered} ${action === 'replay' ? 'replayed' : 'discarded'}`,
    already > 0 && `${already} ${already === 1 ? 'was' : 'were'} answered before`,
    failed > 0 && `${failed} failed`,
  ].filter((part) => part !== false);
  return parts.join(', ');
}
