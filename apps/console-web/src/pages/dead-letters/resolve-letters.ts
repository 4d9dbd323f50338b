import type { DeadLetterResolution } from '@waybill/console-api';

/** The outcome of replaying or discarding one letter. */
export type LetterOutcome =
  | { kind: 'resolved'; state: DeadLetterResolution['state']; traceId?: string }
  /** By another user or an earlier click: nothing was sent twice. */
  | { kind: 'already-resolved'; detail: string }
  | { kind: 'failed'; detail: string };

/**
 * Resolves the letters one after the other, oldest first, and reports each outcome as it comes. A failure does not stop
 * the others.
 *
 * @param send replays or discards one letter; rejects with a `status` if the server refused
 */
export async function resolveLetters(
  ids: readonly string[],
  send: (id: string) => Promise<DeadLetterResolution>,
  report: (id: string, outcome: LetterOutcome) => void,
): Promise<void> {
  // Ids are sequences of the stream of dead letters.
  for (const id of ids.toSorted((a, b) => Number(a) - Number(b))) {
    try {
      const { state, traceId } = await send(id);
      report(id, { kind: 'resolved', state, traceId });
    } catch (error) {
      const { status, message } = error as { status?: number; message: string };
      report(id, { kind: status === 409 ? 'already-resolved' : 'failed', detail: message });
    }
  }
}

/** `3 replayed, 1 already resolved, 1 failed` */
export function outcomeSentence(outcomes: Iterable<LetterOutcome>, action: 'replay' | 'discard'): string {
  const count = { resolved: 0, 'already-resolved': 0, failed: 0 };
  for (const { kind } of outcomes) count[kind]++;
  return [
    count.resolved > 0 && `${count.resolved} ${action === 'replay' ? 'replayed' : 'discarded'}`,
    count['already-resolved'] > 0 && `${count['already-resolved']} already resolved`,
    count.failed > 0 && `${count.failed} failed`,
  ]
    .filter(Boolean)
    .join(', ');
}
