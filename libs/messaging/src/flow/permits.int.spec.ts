import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { takePermits } from './permits.sql.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('permits of a rate', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase('order');
    pool = new pg.Pool({ connectionString: database.url, max: 8 });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const elapse = (consumer: string, ms: number) =>
    pool.query(
      `UPDATE consumer_rate SET taken_until = taken_until - $2::float8 * interval '1 millisecond' WHERE consumer = $1`,
      [consumer, ms],
    );

  it('are the burst at once, then one for each interval, and no more than were not taken', async () => {
    const rate = { messages: 24, perMs: DAY_MS, burst: 10 };
    const hour = DAY_MS / 24;
    const take = (wanted: number) => takePermits(pool, 'a', wanted, rate);
    expect(await take(3)).toEqual({ granted: 3, waitMs: 0 });
    const rest = await take(100);
    expect(rest.granted).toBe(7);
    expect(rest.waitMs).toBeGreaterThan(0.99 * hour);
    expect(rest.waitMs).toBeLessThanOrEqual(hour);
    expect((await take(1)).granted).toBe(0);
    await elapse('a', 2 * hour);
    expect((await take(100)).granted).toBe(2);
    // A quiet time saves up no more than the burst.
    await elapse('a', 100 * hour);
    expect((await take(100)).granted).toBe(10);
  });

  it('are shared by all who take at the same time', async () => {
    const rate = { messages: 100, perMs: DAY_MS, burst: 20 };
    const taken = await Promise.all(Array.from({ length: 40 }, () => takePermits(pool, 'b', 3, rate)));
    expect(taken.reduce((sum, { granted }) => sum + granted, 0)).toBe(20);
  });

  it('are spaced evenly without a burst', async () => {
    const rate = { messages: 3, perMs: 3 * 3_600_000, burst: 1 };
    const grants = [];
    for (let hour = 0; hour < 6; hour++) {
      grants.push((await takePermits(pool, 'c', 5, rate)).granted);
      await elapse('c', 3_600_000);
    }
    expect(grants).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
