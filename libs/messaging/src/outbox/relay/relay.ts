import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../../backoff.js';
import { PayloadUpload } from '../../claim-check/payload-upload.js';
import type { Log } from '../../log.js';
import { inPoolTransaction } from '../../sql/pool-transaction.js';
import { withinTime } from '../../sql/within-time.js';
import type { ConnectionPool, PooledConnection } from '../../sql/connection-pool.js';
import type { SqlTransaction } from '../../sql/sql-transaction.js';
import type { Publisher } from '../../transport/transport.js';
import { BucketLeases } from './bucket-leases.js';
import { claimRows, readPayload } from './claim-rows.sql.js';
import { DueRows } from './due-rows.js';
import { isOutage, isStreamMissing, KeyedPipeline, type RowOutcome } from './keyed-pipeline.js';
import { markPublished } from './mark-published.sql.js';
import { markRefused } from './mark-refused.sql.js';
import { MissingStreams } from './missing-streams.js';
import { DatabaseReadOnly, PooledSession, requireOwnSession, requireUsable } from './own-session.js';
import { RelayWatch } from './relay-watch.js';
import { WakeUp } from './wake-up.js';

export interface RelayOptions {
  /** Rows in one claim. Up to twice as many are in flight. Default 500. */
  batchSize?: number;
  /** The poll doubles from the first to the second while nothing is found. The backstop of the poke. Default 20 to 1,000 ms. */
  pollMs?: { min: number; max: number };
  /** Refused publishes until a row is parked, and the delay between them. Default 8, from 500 ms up to 60 s. */
  retry?: { attempts: number; baseMs: number; maxMs: number };
  /** How often the shares of several relays are evened out, and the session is checked. Default 1,000 ms. */
  rebalanceMs?: number;
  /** The session is given up if the database has not responded to a statement for this long. Default 30 s. */
  replyMs?: number;
  /** While true nothing is claimed, and what is committed waits. Poke when that is over. Default never. */
  isPaused?: () => boolean;
  /** A relay without a session for this long is failing. Default 10 s. */
  graceMs?: number;
}

const DEFAULTS = {
  batchSize: 500,
  pollMs: { min: 20, max: 1_000 },
  retry: { attempts: 8, baseMs: 500, maxMs: 60_000 },
  rebalanceMs: 1_000,
  replyMs: 30_000,
  isPaused: () => false,
  graceMs: 10_000,
} satisfies Required<RelayOptions>;

/** After an outage of the broker or the database: how long until the next try, growing. */
const OUTAGE = { baseMs: 100, maxMs: 2_000 };

/**
 * Publishes outbox rows: claim, publish pipelined, one update for what was acknowledged. Any number of
 * relays may run; each key is published by one of them at a time, in the order of the ids.
 *
 *   stopped -> joining -> pumping -> (session lost) joining …
 *                         pumping -> (stop) draining -> stopped
 *
 * Scheduled rows come into the outbox here, once they are due, each moved by the relay that leases its bucket.
 *
 * Nothing is claimed while the database is read-only, as nothing could be marked: it joins again until it can.
 *
 * A crash anywhere leaves rows pending that were perhaps published: they go out again with the same ids,
 * which the broker drops inside its duplicate window and every inbox after it.
 */
export class Relay {
  readonly #options: Required<RelayOptions>;
  readonly #wake = new WakeUp();
  readonly #stopping = new AbortController();
  readonly #missing = new MissingStreams();
  readonly #watch: RelayWatch;
  readonly #payloads: PayloadUpload;
  #outcomes: RowOutcome[] = [];
  #running: Promise<void> | undefined;

  constructor(
    private readonly pool: ConnectionPool,
    private readonly publisher: Publisher,
    private readonly log: Log,
    options: RelayOptions = {},
  ) {
    this.#options = { ...DEFAULTS, ...options };
    // A session apart: that of the leases is busy with one statement at a time.
    this.#payloads = new PayloadUpload(publisher, (id) =>
      inPoolTransaction(pool, this.#options.replyMs, (session) => readPayload(session, id)),
    );
    this.#watch = new RelayWatch({ missing: () => this.#missing.domains, ...this.#options });
  }

  /** Its health. */
  check = () => this.#watch.check();

  /** There may be something to publish: said after a commit, costs nothing. */
  poke = (): void => this.#wake.poke();

  /** Resolves when it was stopped. @throws PooledSession if it has no session of its own */
  start(): Promise<void> {
    this.#running ??= this.run();
    return this.#running;
  }

  /** Finishes what is in flight, marks it, gives the leases back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.poke();
    // `start` has reported a refusal.
    await this.#running?.catch(() => undefined);
  }

  private get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      const began = performance.now();
      try {
        await this.withSession((connection, lost) => this.pump(connection, lost));
      } catch (error) {
        if (error instanceof PooledSession) throw error;
        this.#watch.lost(error);
        // A session that served for a while is no sign of the next one failing at once.
        failures = performance.now() - began > OUTAGE.maxMs ? 1 : failures + 1;
        this.log.warn(
          { err: error, failures },
          error instanceof DatabaseReadOnly
            ? 'the database is read-only: the relay sends nothing until it can be written to'
            : 'relay lost its database session, starts again',
        );
        await this.pause(backoffMs(failures, OUTAGE));
      }
    }
  }

  /** A session of our own: the leases are its advisory locks, and end with it. */
  private async withSession(
    work: (connection: PooledConnection, lost: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const connection = await this.pool.connect();
    const lost = new AbortController();
    const onError = (error: Error) => {
      lost.abort(error);
      this.#wake.poke();
    };
    connection.on('error', onError);
    let clean = false;
    try {
      await work(connection, lost.signal);
      clean = true;
    } finally {
      connection.removeListener('error', onError);
      connection.release(!clean);
    }
  }

  private async pump(connection: PooledConnection, lost: AbortSignal): Promise<void> {
    const { batchSize, pollMs, rebalanceMs, isPaused, replyMs } = this.#options;
    const session = withinTime(connection, replyMs);
    const backend = await requireOwnSession(this.pool, connection, session);
    const leases = await BucketLeases.join(session);
    const pipeline = new KeyedPipeline(this.publisher, (outcome) => this.onOutcome(outcome), this.#payloads);
    const due = new DueRows(session, batchSize);
    this.#outcomes = [];
    let rebalanceAt = 0;
    let idleMs = pollMs.min;
    let outages = 0;
    try {
      while (!this.stopping) {
        lost.throwIfAborted();
        if (performance.now() >= rebalanceAt) {
          await requireUsable(session, backend);
          await leases.rebalance(pipeline.buckets());
          this.#watch.joined();
          rebalanceAt = performance.now() + rebalanceMs;
        }
        const marked = await this.mark(session, pipeline);
        if (marked.published) outages = 0;
        if (marked.outage) {
          await pipeline.idle();
          await this.mark(session, pipeline);
          await this.pause(backoffMs(++outages, OUTAGE));
          continue;
        }
        const room = 2 * batchSize - pipeline.size;
        const buckets = leases.all ? null : [...leases.held];
        const working = leases.held.size > 0 && !isPaused();
        if (working) await due.move(buckets);
        const rows =
          working && room >= batchSize
            ? await claimRows(session, {
                buckets,
                inFlight: pipeline.ids(),
                limit: batchSize,
                notOf: this.#missing.waiting,
              })
            : [];
        for (const row of rows) pipeline.send(row);
        if (rows.length === batchSize && room >= 2 * batchSize) continue;
        idleMs = rows.length > 0 || pipeline.size > 0 ? pollMs.min : Math.min(pollMs.max, idleMs * 2);
        await this.#wake.wait(working ? Math.min(idleMs, due.waitMs) : idleMs);
      }
    } finally {
      // Nothing may still be on the wire when the next pump claims.
      await pipeline.idle();
    }
    await this.mark(session, pipeline);
    await leases.leave();
  }

  private onOutcome(outcome: RowOutcome): void {
    this.#outcomes.push(outcome);
    // Waking for each acknowledgement would mark row by row: the poll's minimum gathers the rest.
    if (this.#outcomes.length >= this.#options.batchSize / 2) this.#wake.poke();
  }

  /** Marks rows as published or refused. Returns whether the broker took any, and whether it was down for any. */
  private async mark(
    session: SqlTransaction,
    pipeline: KeyedPipeline,
  ): Promise<{ published: boolean; outage: boolean }> {
    const outcomes = this.#outcomes;
    if (outcomes.length === 0) return { published: false, outage: false };
    this.#outcomes = [];
    this.noteStreams(outcomes);
    const { retry } = this.#options;
    const done = outcomes.filter((outcome) => outcome.kind === 'published');
    if (done.length > 0) {
      await markPublished(
        session,
        done.map(({ row, published }) => ({ id: row.id, published })),
      );
    }
    for (const outcome of outcomes) {
      if (outcome.kind !== 'refused') continue;
      const { row, error } = outcome;
      const parked = row.attempts + 1 >= retry.attempts;
      await markRefused(session, {
        id: row.id,
        error: error.message,
        delayMs: backoffMs(row.attempts + 1, retry),
        maxAttempts: retry.attempts,
      });
      this.log.error(
        { err: error, outboxId: row.id, eventId: row.messageId, subject: row.subject, parked },
        parked
          ? 'the broker refused an event for the last time: its outbox row is parked'
          : 'the broker refused an event',
      );
    }
    for (const { row } of outcomes) pipeline.forget(row);
    return { published: done.length > 0, outage: outcomes.some(isOutage) };
  }

  private noteStreams(outcomes: readonly RowOutcome[]): void {
    for (const outcome of outcomes) {
      const { subject } = outcome.row;
      if (isStreamMissing(outcome)) {
        if (this.#missing.missed(subject))
          this.log.warn({ subject }, 'no stream takes the events of a domain: they wait until one does');
      } else if (outcome.kind === 'published' && this.#missing.found(subject)) {
        this.log.info({ subject }, 'a stream takes the events of a domain again');
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => {
      // Only a stop ends a pause early, and the loops look at that themselves.
    });
  }
}
