import type { PastAttempts } from '../inbox/attempts.sql.js';
import type { ConsumerNames } from '../inbox/inbox.sql.js';
import type { WireEvent } from '../message/decode-event.js';
import type { EventMessage } from '../message/event-message.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { Delivery } from '../transport/transport.js';
import type { DeliveryContext } from './handler.js';
import type { EventSubscription } from './subscription.js';

/** One delivered message of a consumer. */
export interface Held {
  /** Whose inbox it goes through. */
  readonly consumer: string;
  /** Its names in inbox and attempts, that one first. */
  readonly names: ConsumerNames;
  /** How often the consumer had been rebuilt when it was delivered. */
  readonly epoch: number;
  readonly delivery: Delivery;
  /** The event on the wire: the delivery itself, or the dead letter that a replay carries. */
  readonly wire: WireEvent;
}

/** One that goes to a handler. */
export interface Work extends Held {
  readonly subscription: EventSubscription;
  /** It came by a replay of its dead letter. */
  readonly replay: boolean;
}

/** A message that was decoded and is due. */
export interface Due {
  readonly work: Work;
  readonly event: EventMessage;
  readonly past: PastAttempts;
}

/** The name under which attempts are recorded: the oldest, which replicas from before a rename use too. */
export function attemptsOf({ names }: Work): string {
  return names.at(-1)!;
}

/** Calls the handler of a subscription, by the framework's means. */
export type Invoke<Tx extends SqlTransaction> = (
  subscription: EventSubscription,
  payload: EventMessage | EventMessage[],
  context: DeliveryContext<Tx>,
) => Promise<void>;

/** The first delivery has no past: the database need not be asked about it. */
export function redelivered(works: readonly Work[]): Work[] {
  return works.filter(({ delivery }) => delivery.deliveryCount > 1);
}

/** Attempts that began and neither committed nor failed. */
export function unfinishedOf({ begun, failed }: PastAttempts): number {
  return begun - failed.length;
}

/** It was under way when a process was killed, and may have killed it. */
export function isSuspect({ past }: Due): boolean {
  return unfinishedOf(past) > 0;
}
