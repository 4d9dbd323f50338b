import type { DataOf, EventContract } from '../contract/index.js';
import type { BatchHandler, EventHandler } from './handler.js';
import type { TraceMode } from '../tracing/process-span.js';
import { toMs, type Duration } from './duration.js';

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

export interface HandlerOptions {
  retry?: Partial<RetryPolicy>;
  /**
   * `parent` (default): handling continues the trace in which the event was made. `link`: it starts a trace of its
   * own, linked to that one; for work that follows hours later, or fans out far.
   */
  traceMode?: TraceMode;
}

export interface BatchOptions {
  /** Most messages in one transaction. Default 500. */
  maxMessages?: number;
  /** How long to wait for a batch to fill once its first message is here. Default 50 ms. */
  maxWait?: Duration;
  retry?: Partial<RetryPolicy>;
  /** Of a batch that holds one message. A batch of several starts a trace of its own, linked to each. */
  traceMode?: TraceMode;
}

interface Common {
  readonly contracts: readonly EventContract[];
  readonly handler: HandlerClass;
  readonly retry: RetryPolicy;
  readonly traceMode: TraceMode;
}

export type EventSubscription = Common &
  (
    | { readonly mode: 'single' }
    | { readonly mode: 'batch'; readonly maxMessages: number; readonly maxWaitMs: number }
  );

/** This event goes to that handler, under this policy: what a consumer takes. */
export function on<Data>(
  contract: EventContract<Data>,
  handler: HandlerClass<EventHandler<EventContract<Data>, never>>,
  options: HandlerOptions = {},
): EventSubscription {
  return {
    mode: 'single',
    contracts: [contract as EventContract],
    handler,
    retry: { ...DEFAULT_RETRY, ...options.retry },
    traceMode: options.traceMode ?? 'parent',
  };
}

/** The same for a batch handler, which may take several events: `onBatch([OrderConfirmed, OrderCancelled], ProjectSales)`. */
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
  return {
    mode: 'batch',
    contracts: (Array.isArray(contracts) ? contracts : [contracts]) as EventContract[],
    handler,
    retry: { ...DEFAULT_RETRY, ...options.retry },
    traceMode: options.traceMode ?? 'parent',
    maxMessages: options.maxMessages ?? 500,
    maxWaitMs: toMs(options.maxWait ?? 50),
  };
}

/** The newest version of the event that the handler knows. */
export function newestVersionOf({ contracts }: EventSubscription, type: string): number | undefined {
  const versions = contracts.filter((contract) => contract.type === type).map(({ version }) => version);
  return versions.length > 0 ? Math.max(...versions) : undefined;
}
