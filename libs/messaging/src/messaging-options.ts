import type { ConsumerDefinition } from './consumer/define-consumer.js';
import type { DispatchObserver } from './consumer/observer.js';
import type { Invoke } from './consumer/work.js';
import type { EventContract } from './contract/index.js';
import type { FaultSwitches } from './faults/fault-switches.js';
import type { Log } from './log.js';
import type { Eraser } from './personal/erasure.js';
import type { AskForKeys } from './personal/key-sources.js';
import type { KeyWrapper } from './personal/master-keys.js';
import type { RelayOptions } from './outbox/relay/relay.js';
import type { ScheduleDefinition } from './schedule/define-schedule.js';
import type { ScheduleObserver } from './schedule/schedule-observer.js';
import type { RunTask } from './schedule/scheduled-task.js';
import type { ConnectionPool } from './sql/connection-pool.js';
import type { SqlTransaction, Transactions } from './sql/sql-transaction.js';
import type { StreamTransport } from './transport/stream-transport.js';
import type { StreamLimits } from './transport/transport.js';

/** What a process runs of a service, so that each part scales alone. `api` is up to the caller. */
export type Role = 'api' | 'relay' | 'consumers';

export interface MessagingServiceOptions<Tx extends SqlTransaction> {
  /** The service's name: the source of its events. */
  service: string;
  roles: ReadonlySet<Role>;
  transport: StreamTransport;
  /** A `pg.Pool` of the service's database. */
  pool: ConnectionPool;
  /**
   * Sessions of the database itself, not of a pooler, for the relay (one, and another for payloads that are larger than a
   * message) and the health probe (two): the relay's locks belong to a session. Default `pool`.
   */
  directPool?: ConnectionPool;
  /** Runs work in one transaction of the service's database: `(work) => prisma.$transaction(work)`. */
  transaction: Transactions<Tx>['run'];
  /** The service's `subscriptions.ts`. */
  subscriptions: readonly ConsumerDefinition[];
  /** The events that this service owns and publishes. */
  publishes: readonly EventContract[];
  /** Those of them that `DirectPublisher` publishes: while the broker is down, health reports that they are refused. */
  direct?: readonly EventContract[];
  invoke: Invoke<Tx>;
  /** What runs by the clock, in processes with the role `consumers`. Default nothing. */
  schedules?: readonly ScheduleDefinition[];
  /** Whether this process runs them. Default true. */
  runsSchedules?: boolean;
  /** Calls the task of one of them. */
  runTask?: RunTask<Tx>;
  log: Log;
  observers?: readonly DispatchObserver[];
  scheduleObservers?: readonly ScheduleObserver[];
  /** Handlers, or batches, that run at once. Default 4. */
  concurrency?: number;
  /** How long a killed process holds its messages. Default 10 s. */
  ackWaitMs?: number;
  /** Limits of the streams that this service owns. What is left out stays as it is on the broker. */
  streams?: StreamLimits;
  relay?: RelayOptions;
  /** Encrypts the keys of personal data. Without it, events with personal fields cannot be published. */
  masterKeys?: KeyWrapper;
  /** Erases a person from the service's own tables. */
  erase?: Eraser<Tx>['erase'];
  /** How to ask another service for keys of its personal data. Default over the transport. */
  askForKeys?: AskForKeys;
  /** How long handled and published rows stay. Default 7 days. */
  retentionMs?: number;
  /** How long a shutdown waits for running handlers. Default 10 s. */
  drainMs?: number;
  /** How long the broker, or the relay's session, may be lost before that counts as failing. Default 10 s. */
  outageGraceMs?: number;
  /** How long a row may wait in the outbox before health reports it. Default 15 s. */
  outboxGraceMs?: number;
  /** The faults that can be injected into this process. Default none. */
  faults?: FaultSwitches;
}

export const DEFAULTS = {
  schedules: [] as readonly ScheduleDefinition[],
  runsSchedules: true,
  concurrency: 4,
  ackWaitMs: 10_000,
  streams: {} as StreamLimits,
  retentionMs: 7 * 24 * 60 * 60 * 1000,
  drainMs: 10_000,
  outageGraceMs: 10_000,
  outboxGraceMs: 15_000,
};
