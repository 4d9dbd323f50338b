import type { LogRecord, SpanRecord } from './records.js';

/** The store is away, and memory holds no more for it. */
export class IntakeFull extends Error {
  readonly code = 'INTAKE_FULL';

  constructor() {
    super('The database is away and memory is full; send it again later.');
  }
}

/** Where what was taken in goes. An abstract class, so that Nest can inject it. */
export abstract class Intake {
  /**
   * Resolves once the records are stored, or, while the store is away, are held in memory for it. What it resolved for
   * is dropped only where the process ends before the store is back. The same span again changes nothing.
   *
   * @throws IntakeFull part of it may be stored: send all of it again
   */
  abstract accept(records: { spans?: readonly SpanRecord[]; logs?: readonly LogRecord[] }): Promise<void>;
}
