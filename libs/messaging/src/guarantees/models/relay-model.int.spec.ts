import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, modelRuns, type TestDatabase } from '@waybill/testing';
import { surviving } from '../testing/pg-transactions.js';
import { OutboxWorld } from './testing/outbox-world.js';
import { relaySteps, type RelayStep } from './testing/relay-steps.js';

/** Histories that once found something. */
const FOUND: [RelayStep[]][] = [];

describe('model: outbox and relays', () => {
  const { parameters, timeoutMs } = modelRuns(100);
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase('order');
    pool = surviving(new pg.Pool({ connectionString: database.url, max: 20 }));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const history = fc.asyncProperty(relaySteps, async (steps) => {
    const world = new OutboxWorld(pool, database.url);
    await world.prepare();
    try {
      for (const step of steps) await world.take(step);
      const { stored, committed } = await world.settle();
      expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(committed));
    } finally {
      await world.close();
    }
  });
  it(
    'whatever happens, the broker stores what was committed and nothing else, in the order of appends per key',
    () => fc.assert(history, { ...parameters, examples: FOUND }),
    timeoutMs,
  );
});
