import type pg from 'pg';
import { withClient } from '../postgres/with-client.js';
import { waitUntil } from '../process/wait-until.js';

const TRY_LOCK = `SELECT pg_try_advisory_lock(hashtext('waybill migrations')) AS held`;

export interface MigrationLockOptions {
  /** Called once if another process holds the lock. */
  readonly onWait?: () => void;
  /** Milliseconds: longer than any migration takes. */
  readonly timeout?: number;
}

/**
 * Runs `work` while no other process migrates this database; several that start at once take turns. The lock belongs to
 * the session, so one that is killed does not keep it.
 *
 * Asks again and again instead of waiting in `pg_advisory_lock`: `CREATE INDEX CONCURRENTLY` waits for every open
 * statement, so the process that holds the lock and those that wait for it would wait for each other.
 *
 * @throws StackError `TIMED_OUT`
 */
export function withMigrationLock<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  { onWait, timeout = 3_600_000 }: MigrationLockOptions = {},
): Promise<T> {
  return withClient(url, async (client) => {
    const isHeld = async () => (await client.query<{ held: boolean }>(TRY_LOCK)).rows[0]!.held;
    if (!(await isHeld())) {
      onWait?.();
      await waitUntil(isHeld, { until: 'no other process migrates this database', timeout, every: 250 });
    }
    return work(client);
  });
}
