import type { LogRecord, SpanRecord } from './records.js';

/** Where what was taken in goes. An abstract class, so that Nest can inject it. */
export abstract class Intake {
  /**
   * Resolves once the records are stored, or, while the store is away, are held in memory for it. Then the oldest
   * records go first where memory does not suffice; never rejects for want of a database. The same span again
   * changes nothing.
   */
  abstract accept(records: { spans?: readonly SpanRecord[]; logs?: readonly LogRecord[] }): Promise<void>;
}
