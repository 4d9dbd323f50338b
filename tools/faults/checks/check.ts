import type { Evidence } from '../evidence/evidence.ts';

/** What was violated. `other` fails the run too. */
export type Kind = 'lost' | 'doubled' | 'reordered' | 'other';

export interface Violation {
  readonly kind: Kind;
  /** An order, an event, a product, a durable. Counted once per kind. */
  readonly of: string;
  readonly detail: string;
}

/** One thing that has to hold at the end, whatever happened. */
export interface Check {
  readonly name: string;
  find(evidence: Evidence): Violation[];
}
