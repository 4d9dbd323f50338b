import { Injectable } from '@nestjs/common';
import type { Caller } from '@waybill/console-api';
import { PgDatabase } from '@waybill/service/postgres';
import { createHash, randomBytes } from 'node:crypto';
import { DELETE_SESSION, INSERT_SESSION, SELECT_SESSION } from './sessions.sql.js';

/**
 * Who is signed in, for all processes of the console. A session's id is in its browser's cookie alone: the table has the
 * hash, so that nobody can use what a backup holds.
 */
@Injectable()
export class SessionStore {
  constructor(private readonly database: PgDatabase) {}

  /** @returns the new session's id. @throws the database's errors */
  async create({ name, role, verifiedBy }: Caller, hours: number): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    await this.durably(INSERT_SESSION, [hashOf(id), name, role, verifiedBy, hours]);
    return id;
  }

  /** Undefined: it has ended, or never was. @throws the database's errors */
  async find(id: string): Promise<Caller | undefined> {
    const { rows } = await this.database.pool.query<Caller>(SELECT_SESSION, [hashOf(id)]);
    return rows[0];
  }

  /** @throws the database's errors */
  async end(id: string): Promise<void> {
    await this.durably(DELETE_SESSION, [hashOf(id)]);
  }

  /** The console's other writes may be lost in a crash of Postgres; an ended session must not come back. */
  private async durably(statement: string, values: unknown[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('SET LOCAL synchronous_commit = on');
      await tx.query(statement, values);
    });
  }
}

function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
