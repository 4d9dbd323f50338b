import type { SqlTransaction } from '../../sql/sql-transaction.js';
import { moveDueRows, nextDue } from './move-due-rows.sql.js';

/** The longest between two looks: what another process has scheduled meanwhile may be due before what is known. */
const LOOK_MS = 500;

/** When scheduled rows are due, and moving them into the outbox then. */
export class DueRows {
  #lookAt = 0;

  constructor(
    private readonly session: SqlTransaction,
    private readonly limit: number,
  ) {}

  /** Until the next look, milliseconds. */
  get waitMs(): number {
    return Math.max(0, this.#lookAt - performance.now());
  }

  /** Looks, if it is time to, and moves what is due. @param buckets the leased ones; null for all */
  async move(buckets: number[] | null): Promise<void> {
    if (this.waitMs > 0) return;
    const dueInMs = await nextDue(this.session, buckets);
    const isDue = dueInMs !== undefined && dueInMs <= 0;
    const moved = isDue ? await moveDueRows(this.session, buckets, this.limit) : 0;
    if (moved > 0) this.#lookAt = 0;
    // Where what is due is being cancelled, nothing moves until that has ended: looks again no sooner than usual.
    else this.#lookAt = performance.now() + (isDue ? LOOK_MS : Math.min(LOOK_MS, dueInMs ?? LOOK_MS));
  }
}
