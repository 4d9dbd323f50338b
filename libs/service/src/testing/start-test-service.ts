import type { NestApplicationOptions } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import {
  DirectPublisher,
  silentLog,
  TransactionRunner,
  type EventContract,
  type ScheduledTask,
} from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { MessagingHealth } from '@waybill/messaging/nest';
import type { StreamReader } from '@waybill/messaging/operations';
import type { ServiceName } from '@waybill/stack';
import { createTestDatabase, eventually, testNats } from '@waybill/testing';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BaseConfig, Settings } from '../config/index.js';
import { createService, type CreateApplication } from '../create-service.js';
import { DATABASE, type ServiceDatabase } from '../database.js';
import type { ServiceConfig, ServiceDefinition } from '../define-service.js';
import { startService } from '../start-service.js';
import { stopService } from '../stop-service.js';
import { testConfig } from './test-config.js';

export interface TestService {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** Publishes an event as its owner, without an outbox. */
  publish<Data>(contract: EventContract<Data>, ...data: NoInfer<Data>[]): Promise<void>;
  /** The data of an event as it is in its stream, oldest first: what the service, or the test, has published so far. */
  published<Data>(contract: EventContract<Data>): Promise<Data[]>;
  /** Resolves once everything that was published so far is handled, and what that added to the outbox is sent. */
  caughtUp(): Promise<void>;
  /**
   * Runs the task of a schedule once, in a transaction, as for this due time (default now). In tests the clock runs none.
   *
   * @throws what the task throws; TypeError the service has no schedule of that name
   */
  runSchedule(name: string, due?: Date): Promise<void>;
  /** Drains the service as SIGTERM does, then stops the servers that were started for it. */
  close(): Promise<void>;
}

export interface TestServiceOptions<Own extends Settings> {
  /** Settings that differ from their defaults. The servers of a given `databaseUrl` or `natsUrl` are not stopped by `close`. */
  config?: Partial<ServiceConfig<Own>>;
  /** Also starts relay and consumers, and waits until streams and consumers exist. Default: true if the service has a database. */
  messaging?: boolean;
  /** Overrides providers: `(module) => module.overrideProvider(Payments).useValue(fake)`. */
  override?: (module: TestingModuleBuilder) => TestingModuleBuilder;
}

/**
 * Starts a service in this process, on a free port, as `runService` does; with `override` through Nest's testing module.
 * Unless `config` has others, it gets a migrated database and a nats-server of its own.
 */
export async function startTestService<Own extends Settings>(
  definition: ServiceDefinition<Own>,
  {
    config: overrides = {},
    messaging = Boolean(definition.database),
    override,
  }: TestServiceOptions<Own> = {},
): Promise<TestService> {
  await using started = new AsyncDisposableStack();
  const servers = await ownServers(definition, overrides, messaging, started);
  const config = testConfig(definition, { ...servers, ...overrides });
  const address = { host: '127.0.0.1', port: 0 };
  const app = await createService(definition, config, override && throughTestingModule(override));
  started.defer(() => stopService(app));
  if (messaging) {
    await startService(app, address, definition);
    await untilConsuming(app);
  } else {
    await app.listen(address);
  }
  const { natsUrl, databaseUrl } = config;
  const parts = started.move();
  let connection: ReturnType<typeof connectJetStream> | undefined;
  const broker = () =>
    (connection ??= connectJetStream({ servers: [...natsUrl], name: 'test', log: silentLog }));
  parts.defer(async () => (await connection)?.close());
  return {
    app,
    url: await app.getUrl(),
    databaseUrl,
    natsUrl: natsUrl[0]!,
    async publish(contract, ...data) {
      const publisher = new DirectPublisher(await broker(), contract.owner, [contract as EventContract]);
      for (const each of data) await publisher.publish(contract, each);
    },
    async published({ stream, name, schema }) {
      const { reader } = await broker();
      const data = [];
      for await (const { body } of reader.scan(stream, `${name}.>`)) {
        data.push(schema.parse(JSON.parse(new TextDecoder().decode(body))));
      }
      return data;
    },
    async caughtUp() {
      const { reader } = await broker();
      await eventually(() => hasHandledAll(reader), { what: `${definition.name} has handled all messages` });
      const { pool } = app.get<ServiceDatabase>(DATABASE, { strict: false });
      await eventually(() => hasSentAll(pool), { what: `${definition.name} has sent its outbox` });
    },
    runSchedule: (name, due) => runSchedule(app, definition, name, due),
    close: () => parts.disposeAsync(),
  };
}

/** Starts the servers that the test does not name. */
async function ownServers<Own extends Settings>(
  { name, database: choice }: ServiceDefinition<Own>,
  named: Partial<BaseConfig>,
  messaging: boolean,
  started: AsyncDisposableStack,
): Promise<Partial<BaseConfig>> {
  const [database, nats] = await Promise.all([
    choice && named.databaseUrl === undefined ? createTestDatabase(name as ServiceName) : undefined,
    messaging && named.natsUrl === undefined ? testNats({ isolated: true }) : undefined,
  ]);
  if (database) started.defer(() => database.drop());
  if (nats) started.defer(() => nats.stop());
  return { ...(database && { databaseUrl: database.url }), ...(nats && { natsUrl: [nats.url] }) };
}

const throughTestingModule =
  (override: NonNullable<TestServiceOptions<Settings>['override']>): CreateApplication =>
  async (root, adapter, options: NestApplicationOptions) => {
    const module = await override(Test.createTestingModule({ imports: [root] })).compile();
    return module.createNestApplication<NestFastifyApplication>(adapter, options);
  };

async function hasHandledAll(reader: Pick<StreamReader, 'streamNames' | 'durables'>): Promise<boolean> {
  const streams = await reader.streamNames();
  const durables = (await Promise.all(streams.map((stream) => reader.durables(stream)))).flat();
  return durables.every(({ numPending, numAckPending }) => numPending + numAckPending === 0);
}

async function hasSentAll(pool: ServiceDatabase['pool']): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM outbox WHERE published_at IS NULL AND dead_at IS NULL');
  return rowCount === 0;
}

async function untilConsuming(app: NestFastifyApplication): Promise<void> {
  const health = app.get(MessagingHealth, { strict: false });
  while (!health.isSetUp) await nextTurn();
}

async function runSchedule(
  app: NestFastifyApplication,
  { name: service, schedules = [] }: Pick<ServiceDefinition<Settings>, 'name' | 'schedules'>,
  name: string,
  due = new Date(),
): Promise<void> {
  const declared = schedules.find((each) => each.name === name);
  if (!declared) throw new TypeError(`${service} has no schedule called ${name}`);
  const task: ScheduledTask = app.get(declared.task, { strict: false });
  const run = { schedule: name, due, missed: 0, attempt: 1 };
  let result: void | 'again';
  do {
    const signal = AbortSignal.timeout(declared.timeoutMs);
    result = await app.get(TransactionRunner).run((tx) => task.run({ tx, ...run, signal }));
  } while (result === 'again');
}
