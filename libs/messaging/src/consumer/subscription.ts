import { versionsOf, type DataOf, type EventContract } from '../contract/index.js';
import type { BatchHandler, EventHandler } from './handler.js';
import type { ProcessRoute } from '../process/define-process.js';
import type { TraceMode } from '../tracing/process-span.js';
import type { Duration } from '../duration.js';
import { durationWithin, integerWithin, numberWithin } from './option-ranges.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a constructor's parameters are contravariant
export type HandlerClass<Handler = unknown> = new (...args: any[]) => Handler;

export interface RetryPolicy {
  /** Failed attempts until the message is dead-lettered. */
  attempts: number;
  /** Delay after the first failure; doubles with each further one. */
  baseMs: number;
  /** The delay grows no further than this, jitter of up to a quarter aside. */
  maxMs: number;
}

const DEFAULT_RETRY: RetryPolicy = { attempts: 5, baseMs: 200, maxMs: 30_000 };
const DEFAULT_TIMEOUT: Duration = '30s';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest that a retry may wait: the inbox knows what was handled for as long. */
const WEEK_MS = 7 * DAY_MS;

export interface HandlerOptions {
  retry?: Partial<RetryPolicy>;
  /**
   * How long the handler may run, more than 0 and no longer than a day. Default 30 s. Then its signal is aborted, its
   * transaction rolled back, and the attempt has failed. Limits of the database's own transactions must be longer.
   */
  timeout?: Duration;
  /**
   * `parent` (default): handling continues the trace in which the event was made. `link`: it starts a trace of its
   * own, linked to that one; for work that follows hours later, or fans out far.
   */
  traceMode?: TraceMode;
  /** It gets the personal fields of its events, with keys of their owner. Default false: they are withheld. */
  personal?: boolean;
}

export interface BatchOptions {
  /** Most messages in one transaction. Default 500. */
  maxMessages?: number;
  /** How long to wait for a batch to fill once its first message is here. Default 50 ms. */
  maxWait?: Duration;
  retry?: Partial<RetryPolicy>;
  /**
   * How long the handler may take for one batch; as for one message otherwise. Default 30 s. Halves of a batch that
   * took longer are tried apart.
   */
  timeout?: Duration;
  /** Of a batch that holds one message. A batch of several starts a trace of its own, linked to each. */
  traceMode?: TraceMode;
  /** As for one message. */
  personal?: boolean;
}

interface Common {
  readonly contracts: readonly EventContract[];
  readonly handler: HandlerClass;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  readonly traceMode: TraceMode;
  /** Set where the handler gets personal fields. */
  readonly personal?: true;
  /** Set where the handler is a step of a process. */
  readonly process?: ProcessRoute;
}

export type EventSubscription = Common &
  (
    | { readonly mode: 'single' }
    | { readonly mode: 'batch'; readonly maxMessages: number; readonly maxWaitMs: number }
  );

/**
 * Lets a handler class handle an event, with these retries and this timeout. One entry of a `consumer`.
 *
 * @throws TypeError names event, handler and option if a value is outside its range
 */
export function on<Data>(
  contract: EventContract<Data>,
  handler: HandlerClass<EventHandler<EventContract<Data>, never>>,
  options: HandlerOptions = {},
): EventSubscription {
  return { ...commonOf([contract as EventContract], handler, options), mode: 'single' };
}

/**
 * The same for a batch handler, which may take several events: `onBatch([OrderConfirmed, OrderCancelled], ProjectSales)`.
 *
 * @throws TypeError as `on`
 */
export function onBatch<Contracts extends readonly [EventContract, ...EventContract[]]>(
  contracts: Contracts,
  handler: HandlerClass<BatchHandler<EventContract<DataOf<Contracts[number]>>, never>>,
  options?: BatchOptions,
): EventSubscription;
export function onBatch<Data>(
  contract: EventContract<Data>,
  handler: HandlerClass<BatchHandler<EventContract<Data>, never>>,
  options?: BatchOptions,
): EventSubscription;
export function onBatch(
  contracts: EventContract | readonly EventContract[],
  handler: HandlerClass,
  options: BatchOptions = {},
): EventSubscription {
  const list = (Array.isArray(contracts) ? contracts : [contracts]) as EventContract[];
  const referring = list.find(({ claimCheck }) => claimCheck);
  if (referring) {
    throw new TypeError(
      `${referring.name} to ${handler.name}: its contract says "claimCheck", and a batch of large payloads would not fit ` +
        'into memory: handle it with on(…)',
    );
  }
  const common = commonOf(list, handler, options);
  const { maxMessages = 500, maxWait = 50 } = options;
  integerWithin(common, 'maxMessages', maxMessages, 1, 10_000);
  const maxWaitMs = durationWithin(common, 'maxWait', maxWait, 0, 60_000);
  return { ...common, mode: 'batch', maxMessages, maxWaitMs };
}

function commonOf(
  contracts: readonly EventContract[],
  handler: HandlerClass,
  options: Pick<HandlerOptions, 'retry' | 'timeout' | 'traceMode' | 'personal'>,
): Common {
  const of = { contracts, handler };
  const retry = { ...DEFAULT_RETRY, ...options.retry };
  integerWithin(of, 'retry.attempts', retry.attempts, 1, 10_000);
  numberWithin(of, 'retry.maxMs', retry.maxMs, 1, WEEK_MS);
  numberWithin(of, 'retry.baseMs', retry.baseMs, 1, retry.maxMs);
  const timeoutMs = durationWithin(of, 'timeout', options.timeout ?? DEFAULT_TIMEOUT, 1, DAY_MS);
  if (
    options.personal &&
    !contracts.some((contract) => versionsOf(contract).some(({ personal }) => personal))
  ) {
    throw new TypeError(
      `${contracts.map(({ name }) => name).join(', ')} to ${handler.name}: personal is set, and no field is personal(…)`,
    );
  }
  return {
    ...{ ...of, retry, timeoutMs, traceMode: options.traceMode ?? 'parent' },
    ...(options.personal && { personal: true }),
  };
}

/** The newest version of the event that the handler knows. */
export function newestVersionOf({ contracts }: EventSubscription, type: string): number | undefined {
  const versions = contracts.filter((contract) => contract.type === type).map(({ version }) => version);
  return versions.length > 0 ? Math.max(...versions) : undefined;
}
