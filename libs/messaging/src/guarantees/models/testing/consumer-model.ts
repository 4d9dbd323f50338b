import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, modelRuns, type TestDatabase } from '@waybill/testing';
import { surviving } from '../../testing/pg-transactions.js';
import type { ConsumerStep, Version } from './consumer-steps.js';
import { ConsumerWorld } from './consumer-world.js';

export interface ConsumerModel {
  readonly title: string;
  readonly steps: fc.Arbitrary<ConsumerStep[]>;
  /** In `npm test`. */
  readonly runs: number;
  /** Histories that once found something. */
  readonly found: readonly ConsumerStep[][];
  /** What the process runs that finishes each history. */
  readonly endsAs: Version;
}

/** Declares the test that random histories of these steps end as the model says: each event took effect once, in order per key. */
export function testConsumerModel({ title, steps, runs, found, endsAs }: ConsumerModel): void {
  const { parameters, timeoutMs } = modelRuns(runs);
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase('order');
    pool = surviving(new pg.Pool({ connectionString: database.url, max: 5 }));
    await ConsumerWorld.prepare(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const history = fc.asyncProperty(steps, async (taken) => {
    const world = new ConsumerWorld(pool, database.url);
    await world.open();
    try {
      for (const step of taken) await world.take(step);
      expect(await world.settle(endsAs)).toEqual(world.expected);
    } finally {
      await world.close();
    }
  });
  const examples = found.map((each): [ConsumerStep[]] => [[...each]]);
  it(title, () => fc.assert(history, { ...parameters, examples }), timeoutMs);
}
