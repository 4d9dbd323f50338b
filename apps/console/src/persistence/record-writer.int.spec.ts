import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import type { SpanRecord } from '../domain/records.js';
import { RecordWriter } from './record-writer.js';

let site: TestDatabase;
let database: PgDatabase;

beforeAll(async () => {
  Logger.overrideLogger(false);
  site = await createTestDatabase('console');
  database = await PgDatabase.open({ databaseUrl: site.url, databasePool: 2, name: 'test' });
});
afterAll(async () => {
  await database?.onApplicationShutdown();
  await site?.drop();
});

const record = (spanId: string, fields: Partial<SpanRecord> = {}): SpanRecord => ({
  traceId: 'a'.repeat(32),
  spanId,
  name: 'x',
  kind: 'internal',
  service: 'order',
  startNs: '1',
  endNs: '2',
  status: 'unset',
  severity: 0,
  attributes: {},
  events: [],
  links: [],
  ...fields,
});

describe('writing spans', () => {
  it('leaves out the one that the database refuses, and writes the others of its batch', async () => {
    const tooLate = record('bad', { endNs: '9223372036854775808' });
    await new RecordWriter(database).writeSpans([record('1'), record('2'), tooLate, record('3')]);
    const { rows } = await database.pool.query('SELECT span_id FROM span ORDER BY span_id');
    expect(rows).toEqual([{ span_id: '1' }, { span_id: '2' }, { span_id: '3' }]);
  });

  it('fails where the database cannot write now', async () => {
    const away = PgDatabase.lazy({
      databaseUrl: 'postgresql://nobody@127.0.0.1:1/none',
      databasePool: 1,
      name: 'test',
    });
    await expect(new RecordWriter(away).writeSpans([record('4')])).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    await away.onApplicationShutdown();
  });
});
