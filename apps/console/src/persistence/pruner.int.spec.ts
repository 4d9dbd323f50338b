import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PgDatabase } from '@waybill/service/postgres';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { Intake } from './intake.js';
import { atMs, newSpanId, otlpSpan, startTestStore, type TestStore } from '../testing/test-store.js';
import { Pruner } from './pruner.js';

const HOUR_MS = 3_600_000;

let site: TestDatabase;
let store: TestStore;
let database: PgDatabase;

beforeAll(async () => {
  site = await createTestDatabase('console');
  store = await startTestStore(site.url);
  database = store.app.get(PgDatabase, { strict: false });
});
afterAll(async () => {
  await store?.close();
  await site?.drop();
});

beforeEach(() => database.pool.query('TRUNCATE span, span_link, trace, log'));

const prune = (retentionHours: number, maxSpans: number, now = new Date()) =>
  new Pruner(database, { retentionHours, maxSpans }).prune(now);

/** A trace of so many spans, a link and a log, so many hours ago. */
async function sendTrace(hoursAgo: number, spanCount: number): Promise<string> {
  const at = -hoursAgo * HOUR_MS;
  const first = otlpSpan({ startTimeUnixNano: atMs(at), endTimeUnixNano: atMs(at + 1) });
  const links = [{ traceId: first.traceId, spanId: newSpanId() }];
  await store.send(Array.from({ length: spanCount }, () => ({ ...first, spanId: newSpanId(), links })));
  await sendLog(first.traceId, at);
  return first.traceId;
}

async function sendLog(traceId: string, at: number): Promise<void> {
  const log = { traceId, timeNs: atMs(at), severity: 'INFO', body: 'x', service: 'order', attributes: {} };
  await store.app.get(Intake, { strict: false }).accept({ logs: [log] });
}

async function counts(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM trace) AS traces, (SELECT count(*)::int FROM span) AS spans,
      (SELECT count(*)::int FROM span_link) AS links, (SELECT count(*)::int FROM log) AS logs`,
  );
  return rows[0]!;
}

describe('pruning', () => {
  it('removes what is too old, with links and logs, and keeps the rest', async () => {
    const old = await sendTrace(10, 3);
    const recent = await sendTrace(1, 2);
    expect(await prune(5, 1_000_000)).toEqual({ traces: 1, logs: 0 });
    expect(await counts()).toEqual({ traces: 1, spans: 2, links: 2, logs: 1 });
    expect(await store.get(`/api/traces/${old}`)).toMatchObject({ status: 404 });
    expect(await store.get(`/api/traces/${recent}`)).toMatchObject({ status: 200 });
  });

  it('removes the oldest whole traces where there are too many spans, over as many statements as it takes', async () => {
    for (const hoursAgo of [9, 8, 7]) await sendTrace(hoursAgo, 1_500);
    await sendTrace(1, 2);
    const newest = await sendTrace(0.5, 4);
    await prune(1_000, 10);
    expect(await counts()).toMatchObject({ traces: 2, spans: 6 });
    await prune(1_000, 3);
    expect(await counts()).toEqual({ traces: 0, spans: 0, links: 0, logs: 0 });
    expect(await store.get(`/api/traces/${newest}`)).toMatchObject({ status: 404 });
  });

  it('removes logs whose spans never came', async () => {
    for (const hoursAgo of [10, 2, 1]) await sendLog('c'.repeat(32), -hoursAgo * HOUR_MS);
    expect(await prune(5, 1_000)).toEqual({ traces: 0, logs: 1 });
    expect(await prune(5, 1)).toEqual({ traces: 0, logs: 1 });
  });
});
