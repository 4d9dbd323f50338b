import type { ConsumerProgress, ConsumerState } from '@waybill/console-api';
import { eventOf, matchesAny } from './subject.js';

/** A durable with its service, as the service declares it. */
export interface Durable {
  service: string;
  consumer: string;
  durable: string;
  stream: string;
  filters: readonly string[];
  routes: readonly { type: string; handler: string }[];
}

/** Where a durable stands, by the broker. */
export interface Position {
  ackFloor: number;
  numPending: number;
  numAckPending: number;
}

/** What is known about one message at one consumer. */
export interface Evidence {
  /** Undefined while the message is not published. */
  sequence: number | undefined;
  /** Undefined where the broker does not answer. */
  position: Position | undefined;
  /** The service answers for its inbox. */
  answered: boolean;
  handled: boolean;
  /** The handler decided that there is nothing to do, and said so. */
  discarded: boolean;
  /** Of all its deliveries, replays too. */
  failedAttempts: number;
  /** The newest one, and how often its replay has failed so far. */
  letter: { state: 'open' | 'replayed' | 'discarded'; failedReplays: number } | undefined;
}

/** Durables that have to handle a message, by the services' own declarations; with the handler. */
export function consumersOf<D extends Durable>(
  durables: readonly D[],
  subject: string,
): { durable: D; handler: string }[] {
  const { type } = eventOf(subject);
  return durables.flatMap((durable) => {
    const route = durable.routes.find((each) => each.type === type);
    return route && matchesAny(durable.filters, subject) ? [{ durable, handler: route.handler }] : [];
  });
}

export function progressOf({ durable, handler }: { durable: Durable; handler: string }, evidence: Evidence) {
  const state = stateOf(evidence);
  const { position, sequence } = evidence;
  const progress: ConsumerProgress = {
    consumer: durable.consumer,
    service: durable.service,
    durable: durable.durable,
    handler,
    state,
    attempts: evidence.failedAttempts + (evidence.handled ? 1 : 0),
  };
  if (position) progress.ackFloor = position.ackFloor;
  if (position && sequence !== undefined && state === 'pending') progress.lag = lagOf(position, sequence);
  return progress;
}

/**
 * The strongest evidence counts first: what the service has on record, then what was decided about a dead letter,
 * then the broker's ack floor, which says that it ended and not how. A replayed letter is on its way again, outside
 * of what the ack floor counts, and with attempts of its own.
 */
function stateOf({ handled, discarded, letter, failedAttempts, ...where }: Evidence): ConsumerState {
  if (handled || discarded || letter?.state === 'discarded') return 'done';
  if (letter?.state === 'open') return 'dead-lettered';
  if (letter) return letter.failedReplays > 0 ? 'retrying' : 'pending';
  const { position, sequence, answered } = where;
  if (position && sequence !== undefined && position.ackFloor >= sequence) return 'settled';
  if (failedAttempts > 0) return 'retrying';
  return answered || position ? 'pending' : 'unknown';
}

/** Sequences between floor and message may be others' messages: no more than what waits for this durable at all. */
function lagOf({ ackFloor, numPending, numAckPending }: Position, sequence: number): number {
  return Math.max(1, Math.min(sequence - ackFloor, numPending + numAckPending));
}

/** An open dead letter is not among them: somebody has to decide about it. */
const SETTLED: ReadonlySet<ConsumerState> = new Set(['done', 'settled']);

/** A message that is not published yet is not complete, and neither is one of which somebody may still have to hear. */
export function isComplete(
  published: boolean,
  consumers: readonly Pick<ConsumerProgress, 'state'>[],
): boolean {
  return published && consumers.every(({ state }) => SETTLED.has(state));
}
