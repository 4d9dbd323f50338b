import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, severableDatabase, type TestDatabase } from '@waybill/testing';
import { eventually } from '../testing/eventually.js';
import {
  exportOf,
  newSpanId,
  newTraceId,
  otlpSpan,
  startTestStore,
  type TestStore,
} from '../testing/test-store.js';

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
  checks: { name: string; status: string; detail?: string }[];
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
    expect(await partOf('database')).toMatchObject({ status: 'failing' });
    expect(await partOf('intake')).toMatchObject({
      status: 'degraded',
      detail: expect.stringContaining('1 spans and logs held in memory'),
    });
    await link.restore();
    expect(await untilKept(early.traceId)).toMatchObject({ body: { spanCount: 1 } });
    expect(await partOf('intake')).toMatchObject({ name: 'intake', status: 'ok' });
  });

  it('queries get a 503 response with Retry-After', async () => {
    const early = otlpSpan();
    for (const path of ['/api/traces', `/api/traces/${early.traceId}`]) {
      const { status, headers } = await store.get(path);
      expect([status, headers.get('retry-after')]).toEqual([503, '2']);
    }
  });

  it('what memory does not suffice for is refused, to be sent again, and nothing that was taken is dropped', async () => {
    const first = otlpSpan();
    await store.send([first]);
    const thousand = () => {
      const traceId = newTraceId();
      return Array.from({ length: 1_000 }, () => otlpSpan({ traceId, spanId: newSpanId() }));
    };
    for (let part = 0; part < 19; part++) await store.send(thousand());
    const last = thousand();
    const body = JSON.stringify(exportOf(last));
    const { status, headers, body: answer } = await store.post('/v1/traces', body);
    expect([status, headers.get('retry-after'), answer]).toMatchObject([429, '2', { code: 8 }]);
    expect(await partOf('intake')).toMatchObject({
      detail: expect.stringMatching(/19001 spans and logs held in memory; 1000 refused/),
    });
    await link.restore();
    await untilKept(first.traceId);
    const again = () => store.post('/v1/traces', body);
    await eventually(again, (now) => now.status === 200);
    expect(await untilKept(last[0]!.traceId)).toMatchObject({ body: { spanCount: 1_000 } });
  });
});
