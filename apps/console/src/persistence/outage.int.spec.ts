import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, severableDatabase, type TestDatabase } from '@waybill/stack/testing';
import { eventually } from '../testing/eventually.js';
import { newSpanId, newTraceId, otlpSpan, startTestStore, type TestStore } from '../testing/test-store.js';

let database: TestDatabase;
let link: Awaited<ReturnType<typeof severableDatabase>>;
let store: TestStore;

// A console of its own for each: how it starts is part of it.
beforeEach(async () => {
  database = await createTestDatabase('console');
  link = await severableDatabase(database.url);
  await link.cut();
  store = await startTestStore(link.url);
});
afterEach(async () => {
  await store?.close();
  await link?.cut();
  await database?.drop();
});

interface Health {
  checks: { name: string; ok: boolean; detail?: string }[];
}

const partOf = async (name: string) => {
  const { body } = await store.get('/health/ready');
  return (body as unknown as Health).checks.find((check) => check.name === name);
};
const untilKept = (traceId: string) =>
  eventually(
    () => store.get(`/api/traces/${traceId}`),
    ({ status }) => status === 200,
  );

describe('without its database', () => {
  it('the console starts and holds the spans that it takes in until the database is there', async () => {
    const early = otlpSpan();
    await store.send([early]);
    expect(await partOf('database')).toMatchObject({ ok: false });
    expect(await partOf('intake')).toMatchObject({
      ok: true,
      detail: expect.stringContaining('1 spans and logs held in memory'),
    });
    await link.mend();
    expect(await untilKept(early.traceId)).toMatchObject({ body: { spanCount: 1 } });
    expect(await partOf('intake')).toEqual({ name: 'intake', ok: true });
  });

  it('it answers no question: 503 with Retry-After', async () => {
    const early = otlpSpan();
    for (const path of ['/api/traces', `/api/traces/${early.traceId}`]) {
      const { status, headers } = await store.get(path);
      expect([status, headers.get('retry-after')]).toEqual([503, '2']);
    }
  });

  it('the oldest spans go where memory does not suffice, and are counted', async () => {
    const first = otlpSpan();
    await store.send([first]);
    for (let part = 0; part < 20; part++) {
      const traceId = newTraceId();
      await store.send(Array.from({ length: 1_000 }, () => otlpSpan({ traceId, spanId: newSpanId() })));
    }
    const last = otlpSpan();
    await store.send([last]);
    const { detail } = (await partOf('intake'))!;
    expect(detail).toMatch(/(19\d{3}|20000) spans and logs held in memory; \d+ dropped/);
    await link.mend();
    await untilKept(last.traceId);
    expect(await store.get(`/api/traces/${first.traceId}`)).toMatchObject({ status: 404 });
  });
});
