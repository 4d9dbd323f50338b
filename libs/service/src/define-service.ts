import type { DynamicModule, ModuleMetadata, Provider, Type } from '@nestjs/common';
import type { ConsumerDefinition, EventContract } from '@waybill/messaging';
import type { BaseConfig, ConfigOf, Setting, Settings } from './config/index.js';
import type { DatabaseChoice } from './database.js';
import type { ProblemOf } from './http/to-problem.js';

/** What a service is told: the settings of every service and its own. */
export type ServiceConfig<Own extends Settings> = BaseConfig & ConfigOf<Own>;

export interface ServiceDefinition<Own extends Settings = Record<never, Setting>> {
  /** Kebab-case: the name of its app, its database, its events' source, its metrics and log lines. */
  name: string;
  /** The API's title in `/docs`. Default the name. */
  title?: string;
  /** What it does, in one sentence. */
  description?: string;
  /** Its own settings, beside those that every service has. */
  settings?: Own;
  /** Errors of settings that depend on each other, each with its variable and the fix. */
  check?: (config: ServiceConfig<Own>) => readonly string[];
  /** `prisma(PrismaClient)` or `pg()`. It holds outbox and inbox, so a service without one has no messages. */
  database?: DatabaseChoice;
  /** What it consumes: its `subscriptions.ts`. The handlers are provided. */
  subscriptions?: readonly ConsumerDefinition[];
  /** The events that it owns and publishes. */
  publishes?: readonly EventContract[];
  /** Those of them that `DirectPublisher` publishes, without the outbox. */
  publishesDirectly?: readonly EventContract[];
  controllers?: readonly Type[];
  providers?: readonly Provider[] | ((config: ServiceConfig<Own>) => readonly Provider[]);
  imports?: ModuleMetadata['imports'] | ((config: ServiceConfig<Own>) => (DynamicModule | Type)[]);
  /** The problem+json of errors that are no `BusinessError`, those of a library for example. */
  problemOf?: ProblemOf;
}

/**
 * Declares a service: all that `runService`, a test and the tools need to know of it. Nest's module, messaging,
 * database, faults, health, logging, tracing and OpenAPI come from this.
 *
 * @throws TypeError the name is not one
 */
export function defineService<const Own extends Settings = Record<never, Setting>>(
  definition: ServiceDefinition<Own>,
): ServiceDefinition<Own> {
  const { name, database, subscriptions = [], publishes = [] } = definition;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    throw new TypeError(`"${name}" is not a service's name: use lower-case kebab, as in "gift-cards"`);
  }
  if (!database && subscriptions.length + publishes.length > 0) {
    throw new TypeError(
      `${name} has messages and no database: outbox and inbox need one, so add prisma(…) or pg()`,
    );
  }
  return definition;
}
