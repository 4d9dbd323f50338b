import { rateOf, type Rate, type RateOptions } from '../flow/rate.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { EventSubscription } from './subscription.js';

/** Where a new consumer begins: with everything that is stored, with what comes from now on, or with what was stored at this time or later. */
export type StartFrom = 'beginning' | 'now' | Date;

export type Mode = 'key' | 'none' | 'batch';

/** How many durables share the eight partitions of a lane: the most handlers at once that keep the order of keys. */
export type PartitionCount = 1 | 2 | 4 | 8;

/** How a consumer begins, what it ignores and in which order it handles. Only `startFrom` has no default. */
export interface ConsumerOptions {
  /**
   * Counts once, when the consumer is created. If its handlers have effects outside the database (a mail, a payment), use
   * `now` or a time: with `beginning` a new consumer has them for everything that is stored.
   */
  startFrom: StartFrom;
  /** Names that it had before, newest first: it takes over the position, the inbox and the open dead letters. */
  formerly?: string | readonly string[];
  /** Event types that it no longer handles: acknowledged unhandled. Without this they wait for a replica that handles them. */
  ignores?: readonly string[];
  /**
   * `key` (default): events of one key are handled in order, one at a time, across all types. `none`:
   * in any order, up to `concurrency` at once.
   */
  ordering?: 'key' | 'none';
  /** Handlers at once over all replicas and a lane, for `ordering: 'none'`. Default 16. */
  concurrency?: number;
  /** For `ordering: 'key'`. Default 8, the most. */
  partitions?: PartitionCount;
  /** `separate` (default): express events overtake standard ones. `together`: one order over both. */
  lanes?: 'separate' | 'together';
  /**
   * Most events whose handlers share one transaction, where that many wait: one inbox statement and one commit for all of
   * them. They run one after another. Default 1. If one fails, all are rolled back and each runs alone, so a handler may run
   * twice although it did not fail: what it does outside the transaction must be idempotent, as ever. What is slow in one
   * handler delays the others: for handlers that only use the database.
   */
  groupCommit?: number;
  /**
   * How fast its handlers may begin, over all replicas: for those that call somebody else's API. Retries and replays of dead
   * letters count, too. Not for batches.
   */
  rate?: RateOptions;
  /**
   * The name of the dependency that an error of a handler says is down, for every message; undefined for every other error.
   * Such an error counts as `DependencyDown`.
   */
  dependencyDown?: (error: Error) => string | undefined;
  /**
   * Deletes everything that the consumer's handlers ever wrote, and nothing else: for a projection that can be rebuilt from
   * its events (`waybill consumers rebuild`). No handler of the service runs meanwhile, so it should be quick.
   */
  empties?: (tx: SqlTransaction) => Promise<void>;
}

/** A consumer: its name, which durables, inbox, dead letters and metrics bear, and the events that it handles. */
export interface ConsumerDefinition {
  readonly name: string;
  readonly formerly: readonly string[];
  readonly startFrom: StartFrom;
  readonly ignores: readonly string[];
  readonly mode: Mode;
  readonly concurrency: number;
  readonly partitions: PartitionCount;
  readonly lanes: 'separate' | 'together';
  readonly groupCommit: number;
  readonly rate?: Rate;
  readonly dependencyDown?: (error: Error) => string | undefined;
  readonly empties?: (tx: SqlTransaction) => Promise<void>;
  readonly routes: readonly EventSubscription[];
}

/** It is part of subjects, durables, tables and metrics: short, and without characters that mean something to one of them. */
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_NAME = 64;

/** Beyond it a commit costs next to nothing for each event, and a failure repeats ever more. */
const MOST_IN_A_GROUP = 256;

/**
 * One entry of a service's `subscriptions.ts`. The name alone identifies the consumer, on the whole broker: begin it with
 * the service's name. Everything else may change, and the consumer continues from its position.
 *
 *     consumer('analytics-sales', { startFrom: 'beginning' }, [on(OrderConfirmed, CountSales)])
 *
 * Delivery is at least once; the effects of a handler within its transaction happen once.
 *
 * @throws TypeError the name is invalid, an event has two handlers, options contradict each other, or a batch handler
 *   shares its consumer
 */
export function consumer(
  name: string,
  options: ConsumerOptions,
  routes: readonly EventSubscription[],
): ConsumerDefinition {
  const formerly = [options.formerly ?? []].flat();
  for (const each of [name, ...formerly]) {
    if (!NAME.test(each) || each.length > MAX_NAME) {
      throw new TypeError(
        `consumer "${each}": a name is at most ${MAX_NAME} characters in lower-case kebab tokens, as in "analytics-sales"`,
      );
    }
  }
  const fail = (reason: string): never => {
    throw new TypeError(`consumer ${name}: ${reason}`);
  };
  if (formerly.includes(name)) fail('"formerly" names the consumer itself');
  if (routes.length === 0) fail('it takes no event: give it at least one on(…) or onBatch(…)');
  const batches = routes.some(({ mode }) => mode === 'batch');
  if (batches && routes.length > 1) fail('a batch handler has a consumer of its own');
  const types = routes.flatMap(({ contracts }) => contracts.map(({ type }) => type));
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice) fail(`two handlers take ${twice}: let one call both, or give each a consumer of its own`);
  const {
    ignores = [],
    ordering,
    concurrency,
    partitions,
    lanes = 'separate',
    startFrom,
    groupCommit = 1,
    rate,
    dependencyDown,
    empties,
  } = options;
  const contradiction = ignores.find((type) => types.includes(type));
  if (contradiction) fail(`${contradiction} is handled and ignored`);
  if (startFrom instanceof Date && Number.isNaN(startFrom.getTime())) fail('"startFrom" is no valid date');
  if (empties && startFrom === 'now') {
    fail(
      `"empties" is for a projection that can be rebuilt from its history, and a consumer that starts 'now' has none`,
    );
  }
  const mode: Mode = batches ? 'batch' : (ordering ?? 'key');
  if (batches && (ordering ?? partitions ?? concurrency) !== undefined) {
    fail('a batch has no ordering, concurrency or partitions');
  }
  if (batches && rate) fail('"rate" counts messages, and a batch is one call for many');
  if (mode === 'key' && concurrency !== undefined)
    fail(`"concurrency" is for ordering 'none'; use "partitions"`);
  if (mode !== 'key' && partitions !== undefined) fail(`"partitions" are for ordering 'key'`);
  if (partitions !== undefined && ![1, 2, 4, 8].includes(partitions)) {
    fail(`"partitions" is 1, 2, 4 or 8, not ${String(partitions)}`);
  }
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency > 0)) {
    fail(`"concurrency" is a positive whole number, not ${concurrency}`);
  }
  if (!Number.isInteger(groupCommit) || groupCommit < 1 || groupCommit > MOST_IN_A_GROUP) {
    fail(`"groupCommit" is a whole number from 1 to ${MOST_IN_A_GROUP}, not ${groupCommit}`);
  }
  if (batches && groupCommit > 1) fail('a batch is one transaction already: leave out "groupCommit"');
  return {
    name,
    formerly,
    startFrom,
    ignores,
    mode,
    concurrency: concurrency ?? 16,
    partitions: partitions ?? 8,
    lanes,
    groupCommit,
    ...(rate && { rate: rateOf(rate, fail) }),
    ...(dependencyDown && { dependencyDown }),
    ...(empties && { empties }),
    routes,
  };
}

/** The name, and its former names: what is recorded under one of them was done by this consumer. */
export function namesOf({ name, formerly }: ConsumerDefinition): readonly [string, ...string[]] {
  return [name, ...formerly];
}
