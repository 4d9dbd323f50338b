import { inProcessSpan, type ProcessSpan } from '../tracing/process-span.js';
import type { Work } from './work.js';

/** The spans of messages that share a transaction: each in its own trace, and open until that has committed. */
export class GroupSpans implements ProcessSpan {
  readonly #outcome = Promise.withResolvers<'handled' | 'returned'>();

  /** Runs the handler of one of them in a span of its own. @throws what it throws */
  within(work: Work, eventId: string, handler: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      void inProcessSpan(work, { eventId, attempt: 1 }, async (span) => {
        await handler().then(resolve, reject);
        span.ended(await this.#outcome.promise);
      });
    });
  }

  /** The one that failed does so again on its own, and records it there: here it was no attempt. */
  ended(outcome: Parameters<ProcessSpan['ended']>[0]): void {
    this.#outcome.resolve(outcome === 'handled' ? 'handled' : 'returned');
  }
}
