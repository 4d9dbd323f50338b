import type { z } from 'zod';
import {
  on,
  type EventSubscription,
  type HandlerClass,
  type HandlerOptions,
} from '../consumer/subscription.js';
import { schemaErrors } from '../contract/schema-errors.js';
import type { EventContract } from '../contract/index.js';
import type { ProcessHandler } from './process-handler.js';

export interface ProcessOptions<Schema extends z.ZodType> {
  /** Of what JSON can carry. What an older release has stored must still fit: give a new field a default. */
  state: Schema;
  /**
   * What to do with an event of a process that does not exist: `retry` if one that starts it may still come, so that the event
   * is dead-lettered if none does; `discard` if it concerns nobody.
   */
  whenMissing: 'retry' | 'discard';
}

/** Where an event of a process belongs. */
interface Correlation<Data> {
  /** The id of the process. Default the event's key. */
  id?: (data: Data) => string;
}

export interface StepOptions<Data> extends HandlerOptions, Correlation<Data> {
  whenMissing?: 'retry' | 'discard';
  /** After the end: acknowledge it and record it as discarded (default), or call the handler, as for a refund that is still due. */
  whenEnded?: 'discard' | 'handle';
}

export interface StartOptions<Data, State> extends Omit<StepOptions<Data>, 'whenMissing'> {
  /** The state in which the process begins. */
  initial: (data: Data) => State;
}

/** How an event reaches its process: what the declaration adds to a subscription. */
export interface ProcessRoute {
  readonly process: Pick<ProcessDefinition<unknown>, 'name' | 'schema'>;
  readonly id: ((data: unknown) => string) | undefined;
  /** Only of events that start a process. */
  readonly initial: ((data: unknown) => unknown) | undefined;
  readonly isTimer: boolean;
  readonly whenMissing: 'retry' | 'discard';
  readonly whenEnded: 'discard' | 'handle';
}

/** A process manager: entries for a consumer, of which each handles an event of a process with its state. */
export interface ProcessDefinition<State> {
  readonly name: string;
  readonly schema: z.ZodType<State>;
  /** An event that begins a process; one that has begun takes it as any other step. */
  startedBy<Data>(
    contract: EventContract<Data>,
    handler: HandlerClass<ProcessHandler<EventContract<Data>, State, never>>,
    options: StartOptions<Data, State>,
  ): EventSubscription;
  /** An event of a process that has begun. */
  on<Data>(
    contract: EventContract<Data>,
    handler: HandlerClass<ProcessHandler<EventContract<Data>, State, never>>,
    options?: StepOptions<Data>,
  ): EventSubscription;
  /** An event that `setTimer` published. Discarded if the timer was cleared or set again meanwhile. */
  onTimer<Data>(
    contract: EventContract<Data>,
    handler: HandlerClass<ProcessHandler<EventContract<Data>, State, never>>,
    options?: HandlerOptions & Correlation<Data>,
  ): EventSubscription;
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Declares a process manager: what it remembers of each process between events. The handlers are listed in
 * `subscriptions.ts`, in a consumer:
 *
 *     export const fulfilment = defineProcess('order-fulfilment', {
 *       state: z.object({ payment: z.enum(['requested', 'authorised']) }),
 *       whenMissing: 'discard',
 *     });
 *
 *     consumer('order-fulfilment', { startFrom: 'beginning' }, [
 *       fulfilment.startedBy(OrderPlaced, RequestPayment, { initial: () => ({ payment: 'requested' }) }),
 *       fulfilment.on(PaymentAuthorised, ConfirmOrder),
 *       fulfilment.onTimer(PaymentUndecided, CancelOrder),
 *     ])
 *
 * Steps of one process run one at a time, in whatever order their events arrive: only events with one key, in one consumer
 * that keeps its order, arrive in order. Inbox row, state, timers and what the handler writes or publishes commit together.
 *
 * @param name identifies the processes in the service's database: it never changes
 * @throws TypeError the name is invalid, or the schema has a part that JSON does not preserve
 */
export function defineProcess<Schema extends z.ZodType>(
  name: string,
  { state, whenMissing }: ProcessOptions<Schema>,
): ProcessDefinition<z.output<Schema>> {
  if (!NAME.test(name) || name.length > 64) {
    throw new TypeError(
      `process "${name}": a name is at most 64 characters in lower-case kebab tokens, as in "order-fulfilment"`,
    );
  }
  const errors = schemaErrors(state).map(({ path, what, fix }) => `${path || '/'} is ${what}: ${fix}`);
  if (errors.length > 0) {
    throw new TypeError(`the state of ${name} would not come back from JSON as it was: ${errors.join('; ')}`);
  }
  const process = { name, schema: state as z.ZodType<z.output<Schema>> };
  const defaults = {
    process,
    initial: undefined,
    isTimer: false,
    whenMissing,
    whenEnded: 'discard',
  } as const;
  const step = <Data>(
    contract: EventContract<Data>,
    handler: HandlerClass,
    { id, ...options }: HandlerOptions & Correlation<Data>,
    route: Partial<ProcessRoute>,
  ): EventSubscription => ({
    ...on(contract as EventContract, handler as Parameters<typeof on>[1], options),
    process: { ...defaults, ...route, id: id as ProcessRoute['id'] },
  });
  return {
    ...process,
    startedBy: (contract, handler, { initial, whenEnded = 'discard', ...options }) =>
      step(contract, handler, options, { initial: initial as ProcessRoute['initial'], whenEnded }),
    on: (contract, handler, { whenMissing: missing = whenMissing, whenEnded = 'discard', ...options } = {}) =>
      step(contract, handler, options, { whenMissing: missing, whenEnded }),
    onTimer: (contract, handler, options = {}) =>
      step(contract, handler, options, { isTimer: true, whenMissing: 'discard' }),
  };
}
