import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { jsonRows } from '@waybill/service/postgres';
import { ADVANCE_SESSIONS } from './advance-sessions.sql.js';

/** An action of a shopper, reduced to what the funnel needs. */
export interface FunnelStep {
  sessionId: string;
  customerId?: string;
  /** ISO 8601 in UTC. */
  occurredAt: string;
  /** Viewed a product. */
  viewed: boolean;
  /** Put something into the cart; removing does not count. */
  carted: boolean;
}

/** The steps that each session has reached. Steps are idempotent and commutative, so they may be late and out of order. */
@Injectable()
export class FunnelProjection {
  async advance(tx: SqlTransaction, steps: readonly FunnelStep[]): Promise<void> {
    await execute(tx, ADVANCE_SESSIONS, [jsonRows(steps)]);
  }
}
