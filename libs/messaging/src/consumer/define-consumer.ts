import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { EventSubscription } from './subscription.js';

/** Where a consumer begins that nobody has run before: with all that is stored, with what comes from now on, or with what was stored at this time or later. */
export type StartFrom = 'beginning' | 'now' | Date;

export type Mode = 'key' | 'none' | 'batch';

/** How many durables share the eight partitions of a lane: the most handlers at once that keep the order of keys. */
export type PartitionCount = 1 | 2 | 4 | 8;

/** How a consumer begins, what it ignores and in which order it handles. Only `startFrom` has no default. */
export interface ConsumerOptions {
  /**
   * Counts once, when the consumer is created. Whoever has effects outside (a mail, a payment) says `now` or a time, or
   * a new consumer has them for everything that is stored.
   */
  startFrom: StartFrom;
  /** Names that it had before, newest first: position, inbox and open dead letters of the newest one are carried along. */
  formerly?: string | readonly string[];
  /** Event types that it used to take and no longer does: acknowledged unhandled. Without this they wait for a replica that takes them. */
  ignores?: readonly string[];
  /**
   * `key` (default): events of one key are handled in order, one at a time, whatever their type. `none`:
   * as they come, up to `concurrency` at once.
   */
  ordering?: 'key' | 'none';
  /** Handlers at once over all replicas and a lane, for `ordering: 'none'`. Default 16. */
  concurrency?: number;
  /** For `ordering: 'key'`. Default 8, all that there are. */
  partitions?: PartitionCount;
  /** `separate` (default): express events overtake standard ones. `together`: one order over both. */
  lanes?: 'separate' | 'together';
  /**
   * Deletes all that the consumer's handlers ever wrote, and nothing else: for a projection that can be rebuilt from its
   * events (`waybill consumers rebuild`). Runs while no handler of the service does, so it should be quick.
   */
  empties?: (tx: SqlTransaction) => Promise<void>;
}

/** A consumer: the one name behind durables, inbox, dead letters and figures, and what it takes. */
export interface ConsumerDefinition {
  readonly name: string;
  readonly formerly: readonly string[];
  readonly startFrom: StartFrom;
  readonly ignores: readonly string[];
  readonly mode: Mode;
  readonly concurrency: number;
  readonly partitions: PartitionCount;
  readonly lanes: 'separate' | 'together';
  readonly empties?: (tx: SqlTransaction) => Promise<void>;
  readonly routes: readonly EventSubscription[];
}

/** In subjects, durables, tables and metrics, so: short, and nothing that one of them reads as its own. */
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_NAME = 64;

/**
 * One entry of a service's `subscriptions.ts`. The name is all of a consumer's identity, on the whole broker: begin it
 * with the service's. Everything else may change, and the consumer goes on where it stands.
 *
 *     consumer('analytics-sales', { startFrom: 'beginning' }, [on(OrderConfirmed, CountSales)])
 *
 * @throws TypeError what cannot be: a name that is none, an event with two handlers, a batch beside something else
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
  const fail = (reason: string) => {
    throw new TypeError(`consumer ${name}: ${reason}`);
  };
  if (formerly.includes(name)) fail('"formerly" names the consumer itself');
  if (routes.length === 0) fail('it takes no event: give it at least one on(…) or onBatch(…)');
  const batches = routes.some(({ mode }) => mode === 'batch');
  if (batches && routes.length > 1) fail('a batch handler has a consumer of its own');
  const types = routes.flatMap(({ contracts }) => contracts.map(({ type }) => type));
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice) fail(`two handlers take ${twice}: let one call both, or give each a consumer of its own`);
  const { ignores = [], ordering, concurrency, partitions, lanes = 'separate', startFrom, empties } = options;
  const contradiction = ignores.find((type) => types.includes(type));
  if (contradiction) fail(`${contradiction} is handled and ignored`);
  if (startFrom instanceof Date && Number.isNaN(startFrom.getTime())) fail('"startFrom" is no valid date');
  if (empties && startFrom === 'now') {
    fail(
      `"empties" is for what can be rebuilt from its history, and that is not on record where it starts 'now'`,
    );
  }
  const mode: Mode = batches ? 'batch' : (ordering ?? 'key');
  if (batches && (ordering ?? partitions ?? concurrency) !== undefined) {
    fail('a batch has no ordering, concurrency or partitions');
  }
  if (mode === 'key' && concurrency !== undefined)
    fail(`"concurrency" is for ordering 'none'; use "partitions"`);
  if (mode !== 'key' && partitions !== undefined) fail(`"partitions" are for ordering 'key'`);
  if (partitions !== undefined && ![1, 2, 4, 8].includes(partitions)) {
    fail(`"partitions" is 1, 2, 4 or 8, not ${String(partitions)}`);
  }
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency > 0)) {
    fail(`"concurrency" is a positive whole number, not ${concurrency}`);
  }
  return {
    name,
    formerly,
    startFrom,
    ignores,
    mode,
    concurrency: concurrency ?? 16,
    partitions: partitions ?? 8,
    lanes,
    ...(empties && { empties }),
    routes,
  };
}

/** The name, and those that it had: what is on record under one of them was done by this consumer. */
export function namesOf({ name, formerly }: ConsumerDefinition): readonly [string, ...string[]] {
  return [name, ...formerly];
}
