import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { asRequest, BulkheadPool, Overloaded, type BulkheadConfig } from './bulkhead-pool.js';

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());

const request = <T>(work: () => T): T => context.with(asRequest(ROOT_CONTEXT), work);

/** One connection for requests, and one place to wait. */
const poolOf = (port: number, others: Partial<BulkheadConfig> = {}) =>
  new BulkheadPool({
    connectionString: `postgresql://anyone@127.0.0.1:${port}/any`,
    connectionTimeoutMillis: 10_000,
    max: 2,
    reserved: 1,
    maxWaiting: 1,
    maxWaitMs: 10_000,
    ...others,
  });

it('frees the place of a request whose connection fails: the next one gets it', async () => {
  // Nobody listens there.
  const pool = poolOf(1);
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

it('refuses a request that has waited for too long, and takes it out of the queue', async () => {
  // Accepts connections, and never responds. A socket that is not read would not notice its end.
  const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const pool = poolOf((silent.address() as AddressInfo).port, { connectionTimeoutMillis: 500, maxWaitMs: 1 });
  try {
    const first = request(() => pool.connect());
    await expect(request(() => pool.connect())).rejects.toBeInstanceOf(Overloaded);
    expect(pool.waitingRequests).toBe(0);
    await expect(first).rejects.toThrow(/timeout/);
  } finally {
    await pool.end();
    silent.close();
  }
});
