import type { TraceSummary } from '@waybill/console-api';

/** A trace, and by which of its ids it was found. */
export interface TraceHit {
  by: 'trace' | 'conversation' | 'event';
  trace: TraceSummary;
}

/** What the search asks of the traces. An abstract class, so that Nest can inject it. */
export abstract class TraceLookup {
  /**
   * Traces whose id begins with the text (4 characters or more, in any case), or in which a message has it as its
   * event's id or as its conversation's: in this order, the newest first of each.
   */
  abstract find(text: string, limit: number): Promise<TraceHit[]>;
}
