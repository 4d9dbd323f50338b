import { consumer, defineEvent, execute, on, silentLog } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import {
  MessagingService,
  outboxStatus,
  republish,
  resendProgress,
  type StreamTransport,
} from '@waybill/messaging/operations';
import { PgDatabase } from '@waybill/service/postgres';
import { eventually } from '@waybill/testing';
import type pg from 'pg';
import { z } from 'zod';

const NAME = 'recorder';
const KEYS = 50;
/** With its headers, a message of about 800 bytes. */
const FILLING = 'x'.repeat(320);
const PATIENCE = { timeoutMs: 120_000 };

const Recorded = defineEvent({
  type: 'power.recorded',
  version: 1,
  owner: NAME,
  key: ({ key }) => key,
  schema: z.object({ key: z.string(), filling: z.string() }),
});

class RecordEffect {
  async handle(): Promise<void> {}
}

/** A service that publishes events through its outbox and records each that it handles. */
export class Recorder implements AsyncDisposable {
  readonly #database: PgDatabase;
  readonly #natsUrl: string;
  readonly #transport: StreamTransport;
  readonly #relay: MessagingService<pg.PoolClient>;
  #handling: MessagingService<pg.PoolClient> | undefined;

  private constructor(database: PgDatabase, natsUrl: string, transport: StreamTransport) {
    this.#database = database;
    this.#natsUrl = natsUrl;
    this.#transport = transport;
    this.#relay = this.#service('relay', transport);
  }

  /** With a relay, and without handling anything yet. */
  static async start(databaseUrl: string, natsUrl: string): Promise<Recorder> {
    const database = PgDatabase.lazy({ databaseUrl, databasePool: 8, name: NAME });
    await database.pool.query('CREATE TABLE effect (event_id text NOT NULL)');
    const recorder = new Recorder(
      database,
      natsUrl,
      await connectJetStream({ servers: [natsUrl], name: NAME }),
    );
    await recorder.#relay.reconcile();
    recorder.#relay.startRelay();
    return recorder;
  }

  async startHandling(): Promise<void> {
    const transport = await connectJetStream({ servers: [this.#natsUrl], name: NAME });
    this.#handling = this.#service('consumers', transport);
    await this.#handling.reconcile();
    await this.#handling.startConsumers();
  }

  async stopHandling(): Promise<void> {
    await this.#handling?.stop();
    this.#handling = undefined;
  }

  async append(count: number): Promise<void> {
    const { transactions, outbox } = this.#relay;
    const events = Array.from({ length: count }, (_, index) => ({
      key: `key-${index % KEYS}`,
      filling: FILLING,
    }));
    await transactions.run((tx) => outbox.publishAll(tx, Recorded, events));
  }

  /** The ids of the events whose storage the broker has acknowledged, with the time, oldest first. */
  async acknowledged(): Promise<Map<string, Date>> {
    const { rows } = await this.#database.pool.query<{ id: string; at: Date }>(
      'SELECT message_id AS id, published_at AS at FROM outbox WHERE published_at IS NOT NULL ORDER BY id',
    );
    return new Map(rows.map(({ id, at }) => [id, at]));
  }

  /** The ids of the events that the broker has. */
  async stored(): Promise<Set<string>> {
    const ids = new Set<string>();
    for await (const { id } of this.#transport.reader.scan(Recorded.stream, 'power.>')) ids.add(id);
    return ids;
  }

  /** How often each event was handled. */
  async handled(): Promise<Map<string, number>> {
    const { rows } = await this.#database.pool.query<{ id: string; times: number }>(
      'SELECT event_id AS id, count(*)::int AS times FROM effect GROUP BY event_id',
    );
    return new Map(rows.map(({ id, times }) => [id, times]));
  }

  /** Waits until everything is published, and everything that the broker has is handled. */
  async settled(): Promise<void> {
    const { pool } = this.#database;
    await eventually(async () => (await outboxStatus(pool)).pending === 0, {
      ...PATIENCE,
      what: 'every event is published',
    });
    await eventually(
      async () =>
        (await this.#transport.reader.durables(Recorded.stream)).every(
          ({ numPending, numAckPending }) => numPending + numAckPending === 0,
        ),
      { ...PATIENCE, what: 'every message is handled' },
    );
  }

  /** `outbox republish` of everything. Resolves when all of it is stored again. */
  async republish(): Promise<void> {
    const { resendId } = await this.#relay.transactions.run((tx) => republish(tx, new Date(0)));
    await eventually(async () => (await resendProgress(this.#database.pool, resendId)).waiting === 0, {
      ...PATIENCE,
      what: 'every event is published again',
    });
  }

  #service(role: 'relay' | 'consumers', transport: StreamTransport): MessagingService<pg.PoolClient> {
    const database = this.#database;
    return new MessagingService<pg.PoolClient>({
      service: NAME,
      roles: new Set([role]),
      transport,
      pool: database.pool,
      directPool: database.direct,
      transaction: (work) => database.transaction(work),
      subscriptions: [consumer(NAME, { startFrom: 'beginning' }, [on(Recorded, RecordEffect)])],
      publishes: [Recorded],
      invoke: async (_subscription, payload, { tx }) => {
        const { id } = payload as { id: string };
        await execute(tx, 'INSERT INTO effect (event_id) VALUES ($1)', [id]);
      },
      log: silentLog,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopHandling();
    await this.#relay.stop();
    await this.#database.onApplicationShutdown();
  }
}
