import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { asRequest, BulkheadPool, Overloaded } from './bulkhead-pool.js';

beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());

const request = <T>(work: () => T): T => context.with(asRequest(ROOT_CONTEXT), work);

it('frees the place of a request whose connection fails: the next one gets it', async () => {
  // Nobody listens there.
  const pool = new BulkheadPool({
    connectionString: 'postgresql://anyone@127.0.0.1:1/any',
    connectionTimeoutMillis: 10_000,
    max: 2,
    reserved: 1,
    maxWaiting: 1,
  });
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      const outcomes = await Promise.allSettled([
        request(() => pool.connect()),
        request(() => pool.query('SELECT 1')),
        request(() => pool.connect()),
      ]);
      expect(outcomes).toEqual([
        { status: 'rejected', reason: expect.objectContaining({ code: 'ECONNREFUSED' }) },
        { status: 'rejected', reason: expect.objectContaining({ code: 'ECONNREFUSED' }) },
        { status: 'rejected', reason: expect.any(Overloaded) },
      ]);
    }
    expect(pool.waitingRequests).toBe(0);
  } finally {
    await pool.end();
  }
});
