import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, modelRuns, type TestDatabase } from '@waybill/testing';
import { surviving } from '../testing/pg-transactions.js';
import { OutboxWorld } from './outbox-world.js';
import { relaySteps, type RelayStep } from './relay-steps.js';

/** Histories that once found something. */
const FOUND: [RelayStep[]][] = [];

describe('model: outbox and relays', () => {
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

  it('whatever happens, the broker stores what was committed and nothing else, in the order of appends per key', async () => {
    await fc.assert(
      fc.asyncProperty(relaySteps, async (steps) => {
        const world = new OutboxWorld(pool, database.url);
        await world.prepare();
        try {
          for (const step of steps) await world.take(step);
          const { stored, committed } = await world.settle();
          expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(committed));
        } finally {
          await world.close();
        }
      }),
      { ...modelRuns(100), examples: FOUND },
    );
  });
});
