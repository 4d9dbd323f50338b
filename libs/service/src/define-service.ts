import type { DynamicModule, ModuleMetadata, Provider, Type } from '@nestjs/common';
import type { ConsumerDefinition, Eraser, EventContract, ScheduleDefinition } from '@waybill/messaging';
import type { BaseConfig, ConfigOf, Setting, Settings } from './config/index.js';
import type { DatabaseChoice } from './database.js';
import type { ProblemOf } from './http/to-problem.js';

/** A service's configuration: the settings that every service has, and its own. */
export type ServiceConfig<Own extends Settings> = BaseConfig & ConfigOf<Own>;

export interface ServiceDefinition<Own extends Settings = Record<never, Setting>> {
  /** Kebab-case. Names its app and database, the source of its events, its metrics and its log lines. */
  name: string;
  /** The API's title in `/docs`. Default: the name. */
  title?: string;
  /** What the service does, in one sentence. */
  description?: string;
  /** Its own settings, in addition to those that every service has. */
  settings?: Own;
  /** Returns errors of settings that depend on each other, each with its variable and the fix. */
  check?: (config: ServiceConfig<Own>) => readonly string[];
  /**
   * `prisma(PrismaClient)` or `pg()`. It holds outbox and inbox, so a service without a database has no messages and no schedules. `false`: it
   * keeps nothing, and needs neither `DATABASE_URL` nor `NATS_URL`; its package.json says `"database": false`, too.
   */
  database?: DatabaseChoice | false;
  /** What it consumes, from its `subscriptions.ts`. The handlers become providers by themselves. */
  subscriptions?: readonly ConsumerDefinition[];
  /** The events that it owns and publishes. */
  publishes?: readonly EventContract[];
  /** What it does by the clock, on one replica at a time. The tasks become providers by themselves. */
  schedules?: readonly ScheduleDefinition[];
  /** The published events for which `DirectPublisher` may be used, without the outbox. */
  publishesDirectly?: readonly EventContract[];
  /** What erases a person from its own tables, for `waybill erase`. Becomes a provider by itself. */
  eraser?: Type<Eraser>;
  controllers?: readonly Type[];
  providers?: readonly Provider[] | ((config: ServiceConfig<Own>) => readonly Provider[]);
  imports?: ModuleMetadata['imports'] | ((config: ServiceConfig<Own>) => (DynamicModule | Type)[]);
  /**
   * Its own hooks decide who may call it and what browsers may do: it gets no security headers, and `AUTH_*`,
   * `CORS_ORIGINS` and `RATE_LIMIT` have no effect.
   */
  guardsItself?: boolean;
  /** The problem+json for errors that are not a `BusinessError`, for example those of a library. */
  problemOf?: ProblemOf;
}

/**
 * Declares a service. The Nest module, messaging, database, faults, health, logging, tracing and OpenAPI are derived from
 * this.
 *
 * @throws TypeError the name is not in kebab case, or messages or schedules are declared without a database
 */
export function defineService<const Own extends Settings = Record<never, Setting>>(
  definition: ServiceDefinition<Own>,
): ServiceDefinition<Own> {
  const { name, database, subscriptions = [], publishes = [], schedules = [] } = definition;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    throw new TypeError(
      `"${name}" cannot be a service's name: use lower-case kebab case, such as "gift-cards"`,
    );
  }
  if (!database && subscriptions.length + publishes.length > 0) {
    throw new TypeError(
      `${name} has messages but no database: outbox and inbox need one, so add prisma(…) or pg()`,
    );
  }
  if (!database && schedules.length > 0) {
    throw new TypeError(
      `${name} has schedules but no database, which records their runs: add prisma(…) or pg()`,
    );
  }
  return definition;
}
