import { randomBytes } from 'node:crypto';
import { consumer, defineEvent, execute, on, silentLog, type EventMessage } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { DeadLetterQueue, MessagingService, outboxStatus } from '@waybill/messaging/operations';
import { PgDatabase } from '@waybill/service/postgres';
import { withClient } from '@waybill/stack/parts';
import {
  createTestDatabase,
  eventually,
  testNats,
  testPostgres,
  type TestDatabase,
  type TestNatsServer,
} from '@waybill/testing';
import type pg from 'pg';
import { z } from 'zod';
import { ClockFile } from '../clock/clock-file.ts';
import { installFailingWrites } from '../kinds/failing-writes.sql.ts';
import type { Laboratory } from '../laboratory.ts';
import { TcpProxy } from '../network/tcp-proxy.ts';

const KEYS = ['a', 'b', 'c', 'd'];
const NAME = 'struck';

const Struck = z.object({ key: z.string(), n: z.int() });

class RecordEffect {
  async handle(): Promise<void> {}
}

interface Parts {
  database: TestDatabase;
  nats: TestNatsServer;
  links: { postgres: TcpProxy; nats: TcpProxy };
  own: PgDatabase;
  messaging: MessagingService<pg.PoolClient>;
  transport: Awaited<ReturnType<typeof connectJetStream>>;
  lab: Laboratory;
}

/** A laboratory with one service of one process, this one, that publishes events and records each that it handles. */
export class StruckService implements AsyncDisposable {
  readonly lab: Laboratory;
  readonly #parts: Parts;
  readonly #contract;
  #appended = 0;

  private constructor(parts: Parts, contract: ReturnType<typeof contractOf>) {
    this.lab = parts.lab;
    this.#parts = parts;
    this.#contract = contract;
  }

  static async start(): Promise<StruckService> {
    const nats = await testNats({ isolated: true });
    const database = await createTestDatabase('order');
    const links = {
      postgres: await TcpProxy.to(new URL(database.url)),
      nats: await TcpProxy.to(new URL(nats.url)),
    };
    const administrator = new URL((await testPostgres()).administratorUrl);
    administrator.pathname = database.name;
    await withClient(database.url, (client) =>
      client.query(
        `CREATE TABLE effect (position bigserial PRIMARY KEY, event_id text, key text, n int);
         CREATE TABLE appended (n int PRIMARY KEY)`,
      ),
    );
    const contract = contractOf(`d${randomBytes(4).toString('hex')}`);
    const own = PgDatabase.lazy({ databaseUrl: links.postgres.url, databasePool: 6, name: NAME });
    const transport = await connectJetStream({ servers: [links.nats.url], name: NAME });
    const messaging = new MessagingService<pg.PoolClient>({
      service: NAME,
      roles: new Set(['relay', 'consumers']),
      transport,
      pool: own.pool,
      directPool: own.direct,
      transaction: (work) => own.transaction(work),
      subscriptions: [consumer(NAME, { startFrom: 'beginning' }, [on(contract, RecordEffect)])],
      publishes: [contract],
      invoke: (_subscription, payload, { tx }) => record(tx, payload as EventMessage<z.infer<typeof Struck>>),
      log: silentLog,
      ackWaitMs: 2_000,
    });
    await messaging.reconcile();
    messaging.startRelay();
    await messaging.startConsumers();
    // Without processes and releases: no kind that is tried here strikes them.
    const lab = {
      replicas: [{ name: NAME, service: NAME, url: '', links, clock: new ClockFile('/nonexistent', 0) }],
      databases: [
        {
          service: NAME,
          administratorUrl: administrator.href,
          role: new URL(database.url).username,
        },
      ],
      poolers: [],
      broker: {
        url: nats.url,
        names: ['nats'],
        size: 1,
        streams: [contract.stream],
        async loseData() {
          await nats.kill();
          await nats.loseData();
          await nats.start();
        },
      },
      consequences: {
        deadLetters: () => undefined,
        reordered: () => undefined,
        behaviourLost: () => undefined,
      },
    } satisfies Partial<Laboratory> as unknown as Laboratory;
    await installFailingWrites(lab.databases[0]!);
    return new StruckService({ database, nats, links, own, messaging, transport, lab }, contract);
  }

  /** Appends one event of each key, as many times, each again and again until it is certain to be committed. */
  async append(times: number): Promise<void> {
    for (let left = times; left > 0; left--) {
      await eventually(() => this.#append(), { what: `number ${this.#appended} is committed` });
      this.#appended += 1;
    }
  }

  async #append(): Promise<boolean> {
    const { messaging } = this.#parts;
    const n = this.#appended;
    return messaging.transactions.run(async (tx) => {
      // Perhaps only the response to the commit was lost.
      const known = await execute(tx, 'SELECT n FROM appended WHERE n = $1::text::int', [String(n)]);
      if (known.length > 0) return true;
      await execute(tx, 'INSERT INTO appended VALUES ($1::text::int)', [String(n)]);
      const events = KEYS.map((key) => ({ key, n }));
      await messaging.outbox.publishAll(tx, this.#contract, events);
      return true;
    });
  }

  effects(): Promise<{ key: string; n: number }[]> {
    return withClient(this.#parts.database.url, async (client) => {
      const { rows } = await client.query<{ key: string; n: number }>(
        'SELECT key, n FROM effect ORDER BY position',
      );
      return rows;
    });
  }

  get appended(): number {
    return this.#appended * KEYS.length;
  }

  /** Waits until every event has taken effect. Returns the numbers of each key in the order of their effects. */
  async settled(): Promise<Record<string, number[]>> {
    const { database, transport } = this.#parts;
    await eventually(async () => (await this.effects()).length >= this.appended, {
      what: `${this.appended} effects`,
    });
    await eventually(
      () => withClient(database.url, async (client) => (await outboxStatus(client)).pending === 0),
      { what: 'nothing is pending' },
    );
    const letters = await new DeadLetterQueue(transport, transport.reader).list();
    if (letters.length > 0)
      throw new Error(`dead letters: ${letters.map(({ error }) => error.message).join()}`);
    const effects = await this.effects();
    return Object.fromEntries(
      KEYS.map((own) => [own, effects.filter(({ key }) => key === own).map(({ n }) => n)]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { messaging, own, links, database, nats } = this.#parts;
    await messaging.stop();
    await own.onApplicationShutdown();
    await links.postgres[Symbol.asyncDispose]();
    await links.nats[Symbol.asyncDispose]();
    await nats.stop();
    await database.drop();
  }
}

function contractOf(domain: string) {
  return defineEvent({
    type: `${domain}.struck`,
    version: 1,
    owner: NAME,
    key: ({ key }) => key,
    schema: Struck,
  });
}

async function record(
  tx: pg.PoolClient,
  { id, data: { key, n } }: EventMessage<z.infer<typeof Struck>>,
): Promise<void> {
  await execute(tx, 'INSERT INTO effect (event_id, key, n) VALUES ($1, $2, $3::text::int)', [
    id,
    key,
    String(n),
  ]);
}
