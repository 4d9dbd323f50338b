import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { jsonRows } from '@waybill/service/postgres';
import { ADVANCE_SESSIONS } from './advance-sessions.sql.js';

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
@Injectable()
export class FunnelProjection {
  async advance(tx: SqlTransaction, steps: readonly FunnelStep[]): Promise<void> {
    await execute(tx, ADVANCE_SESSIONS, [jsonRows(steps)]);
  }
}
