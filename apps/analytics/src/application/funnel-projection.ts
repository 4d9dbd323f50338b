import type { SqlTransaction } from '@waybill/messaging';

/** One thing that a shopper did, reduced to what the funnel asks. */
export interface FunnelStep {
  sessionId: string;
  customerId?: string;
  /** ISO 8601 in UTC. */
  occurredAt: string;
  /** Looked at a product. */
  viewed: boolean;
  /** Put something into the cart; taking out does not count. */
  carted: boolean;
}

/** How far each session has come. Steps are idempotent and commute, so they may come late and out of order. */
export abstract class FunnelProjection {
  abstract advance(tx: SqlTransaction, steps: readonly FunnelStep[]): Promise<void>;
}
