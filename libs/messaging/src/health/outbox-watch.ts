import { outboxBacklog, type OutboxBacklog } from '../outbox/outbox-backlog.sql.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { overdueSeconds } from '../outbox/status.sql.js';
import type { HealthCheck } from './health-check.js';

/** Counting what waits is cheap, but not while millions do. */
const FRESH_MS = 5_000;
const STALE_MS = 20_000;

/**
 * Reports rows that are not sent, in every process that can append some: if no relay runs anywhere, no relay can
 * report it.
 */
export class OutboxWatch {
  #backlog: { read: OutboxBacklog; at: number } | undefined;

  constructor(
    /** Rows that wait for longer are reported. */
    private readonly graceMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Undefined if nothing was read lately, as while the database is down. */
  get backlog(): OutboxBacklog | undefined {
    return this.#backlog && this.now() - this.#backlog.at < STALE_MS ? this.#backlog.read : undefined;
  }

  read = async (session: SqlTransaction): Promise<void> => {
    if (this.#backlog && this.now() - this.#backlog.at < FRESH_MS) return;
    this.#backlog = { read: await outboxBacklog(session), at: this.now() };
  };

  check = (): HealthCheck[] => {
    const { backlog } = this;
    return backlog ? [{ name: 'outbox', role: 'all', ...this.verdictOn(backlog) }] : [];
  };

  private verdictOn(backlog: OutboxBacklog): Omit<HealthCheck, 'name' | 'role'> {
    const { relays, parked } = backlog;
    const late = [pendingTooLong(backlog, this.graceMs), overdue(backlog, this.graceMs)].filter(Boolean);
    if (late.length > 0) {
      return {
        status: 'degraded',
        detail: `${late.join('; ')}, ${relays === 0 ? `and no relay is connected to the database; ${lastSent(backlog)}` : 'though a relay runs'}`,
        fix:
          relays === 0
            ? 'start a process with the role relay'
            : 'see the checks of the role relay, in the processes that have it; `waybill outbox status` tells which rows were refused',
      };
    }
    if (parked > 0) {
      return {
        status: 'degraded',
        detail: `${parked} rows were refused by the broker for the last time and are parked`,
        fix: 'fix the cause (`waybill outbox status`), then retry them in the console',
      };
    }
    return { status: 'ok' };
  }
}

function pendingTooLong({ pending, oldestSeconds }: OutboxBacklog, graceMs: number): string | undefined {
  const seconds = oldestSeconds ?? 0;
  if (pending === 0 || seconds * 1000 <= graceMs) return undefined;
  const rows = pending === 1 ? '1 row waits' : `${pending} rows wait, the oldest`;
  return `${rows} for ${Math.round(seconds)} s`;
}

function overdue(backlog: OutboxBacklog, graceMs: number): string | undefined {
  const seconds = overdueSeconds(backlog);
  return seconds * 1000 > graceMs
    ? `what was scheduled has been due for ${Math.round(seconds)} s and is not moved into the outbox`
    : undefined;
}

function lastSent({ lastSentAt }: OutboxBacklog): string {
  return lastSentAt ? `none has sent since ${lastSentAt.toISOString()}` : 'none has ever sent a row of it';
}
