import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createTestDatabase, testNats, type TestDatabase } from '@waybill/testing';
import type { DeliveryContext } from '../../consumer/handler.js';
import { consumer, type ConsumerDefinition, type ConsumerOptions } from '../../consumer/define-consumer.js';
import {
  on,
  onBatch,
  type BatchOptions,
  type EventSubscription,
  type HandlerOptions,
} from '../../consumer/subscription.js';
import { DeadLetterQueue } from '../../dead-letter/dead-letter-queue.js';
import { connectJetStream } from '../../jetstream/index.js';
import type { Log } from '../../log.js';
import type { EventMessage } from '../../message/event-message.js';
import { MessagingService, type MessagingServiceOptions, type Role } from '../../messaging-service.js';
import { outboxStatus, type OutboxStatus } from '../../outbox/status.sql.js';
import { HandlerSpies } from '../../testing/handler-spies.js';
import type { StreamTransport } from '../../transport/stream-transport.js';
import { startChild, type Child } from './child.js';
import { happenedIn, recordEffect, type Happened } from './events.js';
import { eventually } from './eventually.js';
import { surviving, transactionsOf } from './pg-transactions.js';

type Options = MessagingServiceOptions<pg.PoolClient>;

/** How the servers know the test's own connections, which a test leaves alone. */
export const THE_TEST = 'test';

/** What a test says of a service where the usual does not do. Usual: relay and consumers, and a handler that records its effect. */
export interface ServiceUnderTest extends Partial<Omit<Options, 'roles' | 'invoke'>> {
  roles?: readonly Role[];
  /** Another way to the site's database. */
  databaseUrl?: string;
  /** What the handler does with an event, or a batch of them. Usual: `recordEffect`. */
  handle?: (
    events: readonly EventMessage<Happened>[],
    context: DeliveryContext<pg.PoolClient>,
    subscription: EventSubscription,
  ) => Promise<void>;
}

/** A replica of the service in this process. */
export interface Replica {
  messaging: MessagingService<pg.PoolClient>;
  /** What its dispatcher decided. */
  spies: HandlerSpies;
  pool: pg.Pool;
  logged: { level: string; message: string }[];
  stop(): Promise<void>;
}

type BatchClass = new () => { handle(): Promise<void> };

/** The class that stands in `on(…)` where a test does not care. */
export class RecordEffect {
  async handle(): Promise<void> {}
}

/**
 * One service on the run's real servers: a database, a domain and a name of its own, so that test files do
 * not meet, and as many replicas of it, in this process and in others, as a test asks for.
 */
export class Site implements AsyncDisposable {
  readonly contract;
  readonly #replicas: Replica[] = [];
  readonly #children: Child[] = [];

  private constructor(
    readonly service: string,
    readonly domain: string,
    readonly database: TestDatabase,
    /** Of a cluster, separated by commas. */
    readonly natsUrl: string,
    /** The test's own connections. */
    readonly pool: pg.Pool,
    /** The test's own look at the broker. */
    readonly broker: StreamTransport,
  ) {
    this.contract = happenedIn(domain, service);
  }

  static async open({ natsUrl }: { natsUrl?: string } = {}): Promise<Site> {
    const name = randomBytes(5).toString('hex');
    const database = await createTestDatabase('order');
    const pool = surviving(
      new pg.Pool({ connectionString: database.url, max: 5, application_name: THE_TEST }),
    );
    await pool.query(
      `CREATE TABLE effect (
         position bigserial PRIMARY KEY, event_id text, key text, n int, replica text, batch text,
         at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
    const url = natsUrl ?? (await testNats()).url;
    const broker = await connectJetStream({ servers: url.split(','), name: THE_TEST });
    return new Site(`s${name}`, `d${name}`, database, url, pool, broker);
  }

  get desk(): DeadLetterQueue {
    return new DeadLetterQueue(this.broker, this.broker.reader);
  }

  /** Reconciles and starts what the roles ask for. */
  async start(options: ServiceUnderTest = {}): Promise<Replica> {
    const replica = await this.#replica(options);
    const { messaging } = replica;
    await messaging.reconcile();
    messaging.startRelay();
    await messaging.startConsumers();
    return replica;
  }

  /** Begins to start, as a service does: it waits for what it needs. */
  async begin(options: ServiceUnderTest = {}): Promise<Replica> {
    const replica = await this.#replica(options);
    void replica.messaging.start();
    return replica;
  }

  async #replica(options: ServiceUnderTest): Promise<Replica> {
    const spies = new HandlerSpies();
    const { databaseUrl = this.database.url } = options;
    const pool = surviving(new pg.Pool({ connectionString: databaseUrl, max: 10 }));
    const logged: Replica['logged'] = [];
    const { handle = (events, { tx }) => recordEffect(tx, events) } = options;
    const transport = options.transport ?? (await this.connect());
    const messaging = new MessagingService<pg.PoolClient>({
      service: this.service,
      transport,
      pool,
      transaction: transactionsOf(pool),
      subscriptions: [this.on()],
      publishes: [this.contract],
      invoke: (subscription, payload, context) =>
        handle([payload].flat() as EventMessage<Happened>[], context, subscription),
      log: collect(logged),
      observers: [spies],
      ...options,
      roles: new Set(options.roles ?? ['relay', 'consumers']),
    });
    let stopped: Promise<void> | undefined;
    const replica: Replica = {
      messaging,
      spies,
      pool,
      logged,
      stop: () => (stopped ??= messaging.stop().then(() => pool.end())),
    };
    this.#replicas.push(replica);
    return replica;
  }

  /** A replica in a process of its own, that may be killed. */
  async startProcess(
    options: Omit<Parameters<typeof startChild>[0], 'databaseUrl' | 'natsUrl' | 'service' | 'domain'>,
  ): Promise<Child> {
    const { database, natsUrl, service, domain } = this;
    const child = await startChild({ databaseUrl: database.url, natsUrl, service, domain, ...options });
    this.#children.push(child);
    return child;
  }

  /** A consumer of the site's events, from the beginning and in key order where a test does not say otherwise. */
  on(
    options: HandlerOptions & Partial<ConsumerOptions> = {},
    { as = this.service, handler = RecordEffect }: { as?: string; handler?: typeof RecordEffect } = {},
  ): ConsumerDefinition {
    return consumer(as, { startFrom: 'beginning', ...options }, [on(this.contract, handler, options)]);
  }

  /** The same in batches. */
  inBatches(
    options: BatchOptions & Partial<ConsumerOptions> = {},
    { as = `${this.service}-in-batches`, handler = RecordEffect }: { as?: string; handler?: BatchClass } = {},
  ): ConsumerDefinition {
    return consumer(as, { startFrom: 'beginning', ...options }, [onBatch(this.contract, handler, options)]);
  }

  connect(): Promise<StreamTransport> {
    return connectJetStream({ servers: this.natsUrl.split(','), name: this.service });
  }

  /** Appends in one transaction. `n` counts up per key where a test does not say otherwise. */
  async append(replica: Pick<Replica, 'messaging'>, events: readonly Happened[]): Promise<string[]> {
    const { transactions, outbox } = replica.messaging;
    return transactions.run((tx) => outbox.publishAll(tx, this.contract, events));
  }

  /** The effects that were committed, in the order of their statements. */
  async effects(): Promise<Effect[]> {
    const { rows } = await this.pool.query<Effect>(
      'SELECT event_id AS "eventId", key, n, replica, batch FROM effect ORDER BY position',
    );
    return rows;
  }

  async effectCount(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM effect');
    return rows[0]!.count;
  }

  /** Waits until exactly `count` effects are there. More are found by the comparison that follows. */
  async untilEffects(count: number, timeoutMs?: number): Promise<Effect[]> {
    await eventually(async () => (await this.effectCount()) >= count, {
      timeoutMs,
      what: `${count} effects`,
    });
    return this.effects();
  }

  /** Waits until every pulled durable of the service has nothing new and nothing under way. */
  async untilSettled(plans: readonly { stream: string; name: string }[]): Promise<void> {
    for (const { stream, name } of plans) {
      await eventually(
        async () => {
          const status = await this.broker.reader.consumerStatus(stream, name);
          return status && status.numPending === 0 && status.numAckPending === 0;
        },
        { what: `${name} has settled everything` },
      );
    }
  }

  /** The key-ordered durables of the service. */
  get durables(): { stream: string; name: string }[] {
    return ['express', 'standard'].flatMap((lane) =>
      Array.from({ length: 8 }, (_, partition) => ({
        stream: this.contract.stream,
        name: `${this.service}_${lane}_${partition}of8`,
      })),
    );
  }

  outbox(): Promise<OutboxStatus> {
    return outboxStatus(this.pool);
  }

  /** Resolves once the relay has published, or parked, everything. */
  async untilPublished(timeoutMs?: number): Promise<void> {
    await eventually(async () => (await this.outbox()).pending === 0, {
      timeoutMs,
      what: 'nothing is pending',
    });
  }

  /** Every stored message of the domain, in stream order. */
  async stored(): Promise<{ id: string; subject: string; data: Happened }[]> {
    const stored = [];
    for await (const { id, subject, body } of this.broker.reader.scan(
      this.contract.stream,
      `${this.domain}.>`,
    )) {
      stored.push({ id, subject, data: JSON.parse(new TextDecoder().decode(body)) as Happened });
    }
    return stored;
  }

  /** Ends every replica, so that a test does not meet those of the one before. */
  async stopReplicas(): Promise<void> {
    for (const child of this.#children.splice(0)) await child.kill();
    await Promise.all(this.#replicas.splice(0).map((replica) => replica.stop()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopReplicas();
    await this.broker.close();
    await this.pool.end();
    await this.database.drop();
  }
}

export interface Effect {
  eventId: string;
  key: string;
  n: number;
  replica: string | null;
  batch: string | null;
}

function collect(logged: Replica['logged']): Log {
  const at =
    (level: string): Log['info'] =>
    (_fields, message) =>
      void logged.push({ level, message });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
