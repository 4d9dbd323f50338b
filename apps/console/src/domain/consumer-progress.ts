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
  /** The stream was asked for the message, and has it no more. */
  removed: boolean;
  /** The service answers for its inbox. */
  answered: boolean;
  /** The message is young enough for its inbox record to be kept still: without one it was not handled. */
  recordsKept: boolean;
  /** The inbox has it as handled, or discarded. */
  handled: boolean;
  /** The inbox has it as given up. */
  givenUp: boolean;
  /** A span says that it was handled. */
  seenHandled: boolean;
  /** The handler decided that there is nothing to do, and said so. */
  discarded: boolean;
  /** A process of the service says that it gives back such events, because it does not know them. */
  notKnown: boolean;
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
 * The strongest evidence counts first: what the service has on record, then what was decided about a dead letter. A
 * replayed letter is on its way again, outside of the message's own stream, and with attempts of its own. The broker's
 * ack floor says of no message that it was handled: it also passes those that were removed.
 */
function stateOf(evidence: Evidence): ConsumerState {
  const { letter, failedAttempts, answered, position, removed } = evidence;
  if (isSeenHandled(evidence) || letter?.state === 'discarded') return 'done';
  if (letter?.state === 'open') return 'dead-lettered';
  if (letter) return letter.failedReplays > 0 ? 'retrying' : 'pending';
  // Its letter is beyond what is read here, or gone.
  if (evidence.givenUp) return 'dead-lettered';
  const ended = removed ? !mayBeInHand(position) : isPassed(evidence);
  if (ended && !answered) return 'unknown';
  if (ended) return removed && evidence.recordsKept ? 'lost' : 'settled';
  if (evidence.notKnown) return 'waiting';
  if (failedAttempts > 0) return 'retrying';
  return answered || position ? 'pending' : 'unknown';
}

/** By the inbox where that can tell. A database that was restored from yesterday makes a liar of a span. */
function isSeenHandled({ handled, discarded, seenHandled, answered, recordsKept }: Evidence): boolean {
  return handled || discarded || (seenHandled && !(answered && recordsKept));
}

function isPassed({ position, sequence }: Evidence): boolean {
  return position !== undefined && sequence !== undefined && position.ackFloor >= sequence;
}

/** Removed from the stream while a handler has it, a message may still be handled. */
function mayBeInHand(position: Position | undefined): boolean {
  return position !== undefined && position.numAckPending > 0;
}

/** Sequences between floor and message may be others' messages: no more than what waits for this durable at all. */
function lagOf({ ackFloor, numPending, numAckPending }: Position, sequence: number): number {
  return Math.max(1, Math.min(sequence - ackFloor, numPending + numAckPending));
}

/**
 * A message that is not published yet is not complete, and neither is one that was not seen to be handled by everyone
 * who has to: nothing follows from silence.
 */
export function isComplete(
  published: boolean,
  consumers: readonly Pick<ConsumerProgress, 'state'>[],
): boolean {
  return published && consumers.every(({ state }) => state === 'done');
}

export function isLost(consumers: readonly Pick<ConsumerProgress, 'state'>[]): boolean {
  return consumers.some(({ state }) => state === 'lost');
}
