import { execute, type SqlTransaction } from '../../sql/sql-transaction.js';
import { BUCKETS } from '../append-rows.sql.js';

/** First key of the advisory locks: `wayb` and `waym` in ASCII. Advisory locks are per database. */
const BUCKET_LOCKS = 0x77617962;
/** Counted by those who want to know whether any relay runs. */
export const MEMBER_LOCKS = 0x7761796d;

/**
 * A relay whose machine or network fails silently leaves a session behind, and with it its leases. These keepalives
 * end it within half a minute; by default that takes more than two hours.
 */
const BE_MISSED = `
SELECT set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '30000', false)`;

/** Every relay holds one lock of the member class, so that each can count them. */
const JOIN = `
SELECT slot FROM generate_series(0, 255) AS slot
WHERE pg_try_advisory_lock(${MEMBER_LOCKS}, slot) LIMIT 1`;

const SURVEY = `
SELECT classid::bigint AS class, objid::int AS id
FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid IN (${BUCKET_LOCKS}, ${MEMBER_LOCKS})
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const TAKE = `
SELECT bucket FROM unnest($1::int[]) AS bucket WHERE pg_try_advisory_lock(${BUCKET_LOCKS}, bucket)`;

const GIVE = `SELECT pg_advisory_unlock(${BUCKET_LOCKS}, bucket) FROM unnest($1::int[]) AS bucket`;

/**
 * Which buckets this relay may publish from. A lease is a session advisory lock: it ends with its session
 * and not by a clock, so a relay that stands still keeps its keys, and one that dies loses them at once.
 * Each relay takes its fair share of the buckets and gives back what it holds beyond it.
 */
export class BucketLeases {
  readonly #held = new Set<number>();
  /** Still held, but no longer claimed from: released as soon as their rows in flight are marked. */
  readonly #leaving = new Set<number>();

  private constructor(private readonly session: SqlTransaction) {}

  static async join(session: SqlTransaction): Promise<BucketLeases> {
    await execute(session, BE_MISSED, []);
    await execute(session, JOIN, []);
    return new BucketLeases(session);
  }

  /** What may be claimed from. */
  get held(): ReadonlySet<number> {
    return this.#held;
  }

  /** Whether every bucket is ours, as it is for a relay alone. */
  get all(): boolean {
    return this.#held.size === BUCKETS;
  }

  /**
   * Moves towards the fair share. `busy` buckets have rows between claim and mark and are not released yet:
   * the next relay would overtake them. Nothing more is claimed from them, so that they empty under load too.
   */
  async rebalance(busy: ReadonlySet<number>): Promise<void> {
    const locks = await execute<{ class: string; id: number }>(this.session, SURVEY, []);
    const members = locks.filter((lock) => Number(lock.class) === MEMBER_LOCKS).length;
    const taken = new Set(locks.filter((lock) => Number(lock.class) === BUCKET_LOCKS).map(({ id }) => id));
    const share = Math.ceil(BUCKETS / Math.max(1, members));
    // Out of the set before anything else: a claim must never run for a bucket that may be another relay's by now.
    for (const bucket of [...this.#held].slice(share)) {
      this.#held.delete(bucket);
      this.#leaving.add(bucket);
    }
    await this.give([...this.#leaving].filter((bucket) => !busy.has(bucket)));
    if (this.#held.size < share) await this.take(taken, share - this.#held.size);
  }

  private async give(buckets: number[]): Promise<void> {
    if (buckets.length === 0) return;
    await execute(this.session, GIVE, [buckets]);
    for (const bucket of buckets) this.#leaving.delete(bucket);
  }

  private async take(taken: ReadonlySet<number>, count: number): Promise<void> {
    const free = Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter(
      (bucket) => !taken.has(bucket),
    );
    if (free.length === 0) return;
    const rows = await execute<{ bucket: number }>(this.session, TAKE, [free.slice(0, count)]);
    for (const { bucket } of rows) this.#held.add(bucket);
  }

  /** Gives everything back, so that the next relay need not wait for the session to end. */
  async leave(): Promise<void> {
    this.#held.clear();
    this.#leaving.clear();
    await execute(this.session, 'SELECT pg_advisory_unlock_all()', []);
  }
}
