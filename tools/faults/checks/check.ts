import type { Evidence } from '../evidence/evidence.ts';

/** What was violated. `other` fails the run too. */
export type Kind = 'lost' | 'doubled' | 'reordered' | 'other';

export interface Violation {
  readonly kind: Kind;
  /** An order, an event, a product, a durable. Counted once per kind. */
  readonly of: string;
  readonly detail: string;
}

/** One thing that has to hold at the end, whatever happened. It needs this much of the evidence. */
export interface Check<Needed extends keyof Evidence = keyof Evidence> {
  readonly name: string;
  find(evidence: Pick<Evidence, Needed>): Violation[];
}
