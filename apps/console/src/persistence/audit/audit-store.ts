import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '@waybill/console-api';
import { PgDatabase } from '@waybill/service/postgres';
import { withoutNulls } from '../without-nulls.js';
import { INSERT_CHANGE, SELECT_CHANGES } from './audit.sql.js';

/** A change that was made, or tried, through the console. */
export type RecordedChange = Omit<AuditEntry, 'at' | 'service'>;

@Injectable()
export class AuditStore {
  constructor(private readonly database: PgDatabase) {}

  /** Survives a crash of Postgres, which the console's other writes do not. @throws the database's errors */
  async record({ action, target, by, verifiedBy, detail, error }: RecordedChange): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('SET LOCAL synchronous_commit = on');
      await tx.query(INSERT_CHANGE, [action, target, by, verifiedBy, JSON.stringify(detail), error]);
    });
  }

  /** Newest first. @throws the database's errors */
  async list(limit: number, before: string | undefined): Promise<AuditEntry[]> {
    const { rows } = await this.database.pool.query<AuditEntry>(SELECT_CHANGES, [limit, before]);
    return rows.map((row) => ({ ...withoutNulls(row), service: 'console' }));
  }
}
