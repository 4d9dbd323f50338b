import { Injectable } from '@nestjs/common';
import { PgDatabase, storable } from '@waybill/service/postgres';
import { TraceLookup, type TraceHit } from '../application/trace-lookup.js';
import { FIND_TRACES } from './find-traces.sql.js';
import { toSummary, type TraceRow } from './trace-row.js';

const ID_LENGTH = 32;
/** Fewer would find everything. */
const PREFIX = /^[\da-f]{4,32}$/;

@Injectable()
export class PgTraceLookup extends TraceLookup {
  constructor(private readonly database: PgDatabase) {
    super();
  }

  async find(text: string, limit: number): Promise<TraceHit[]> {
    const prefix = text.toLowerCase();
    const isPrefix = PREFIX.test(prefix);
    const { rows } = await this.database.pool.query<TraceRow & Pick<TraceHit, 'by'>>(FIND_TRACES, [
      isPrefix ? prefix.padEnd(ID_LENGTH, '0') : null,
      isPrefix ? prefix.padEnd(ID_LENGTH, 'f') : null,
      storable(text),
      limit,
    ]);
    return rows.map((row) => ({ by: row.by, trace: toSummary(row) }));
  }
}
