import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { jsonRows } from '@waybill/service/postgres';
import { FunnelProjection, type FunnelStep } from '../application/funnel-projection.js';
import { ADVANCE_SESSIONS } from './advance-sessions.sql.js';

@Injectable()
export class PgFunnelProjection extends FunnelProjection {
  async advance(tx: SqlTransaction, steps: readonly FunnelStep[]): Promise<void> {
    await execute(tx, ADVANCE_SESSIONS, [jsonRows(steps)]);
  }
}
