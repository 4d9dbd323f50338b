/** How a consumer handles events: in the order of keys, in any, many in one commit, or many in one call. */
export const HANDLING = ['key', 'none', 'group', 'batch'] as const;
export type Handling = (typeof HANDLING)[number];

/** The load, and how the platform is set up for it. */
export interface Scenario {
  readonly ordersPerSecond: number;
  readonly eventsPerOrder: number;
  /** Consumers that handle each event. */
  readonly consumers: number;
  /** Of the body. */
  readonly messageBytes: number;
  readonly handling: Handling;
  /** Durables of a lane that share its eight partitions, for `key`. */
  readonly partitions: number;
  /** Handlers at once over all processes and a shard, for `none`. */
  readonly concurrency: number;
  /** What a handler waits for something else, beside its statements. */
  readonly handlerMs: number;
  /** Events a second by one process of a consumer, in place of what was measured. */
  readonly handledPerSecond?: number;
  /** Copies of a stream. */
  readonly streamReplicas: number;
  /** Between publishers, brokers and consumers: of each broker, in each direction. */
  readonly linkMbit?: number;
  /** Of each broker. */
  readonly diskGb?: number;
  readonly databasePool: number;
  /** How long the load lasts, and what comes afterwards. */
  readonly seconds?: number;
  readonly ordersPerSecondThen: number;
  /** What is left undefined is planned, for this utilisation at most. */
  readonly targetUtilisation: number;
  readonly counts: Partial<Counts>;
}

/** How many of each. */
export interface Counts {
  /** Processes of the API. */
  readonly api: number;
  /** Each has an order database with its relay, a stream, and a database of each consumer; keys are spread over them. */
  readonly shards: number;
  /** Nats-servers. */
  readonly brokers: number;
  /** Processes of each consumer. */
  readonly handlers: number;
}

export const DEFAULTS = {
  eventsPerOrder: 2,
  consumers: 2,
  messageBytes: 400,
  handling: 'key',
  partitions: 8,
  concurrency: 16,
  handlerMs: 0,
  streamReplicas: 1,
  databasePool: 6,
  ordersPerSecondThen: 0,
  targetUtilisation: 0.7,
  counts: {},
} as const satisfies Omit<Scenario, 'ordersPerSecond'>;
