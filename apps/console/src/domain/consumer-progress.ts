import type { ConsumerProgress, ConsumerState } from '@waybill/console-api';
import type { ConsumerStatus, DeadLetter } from '@waybill/messaging/operations';
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

/** Where a durable stands, by the broker: JetStream's positions are sequences. */
type Position = Pick<ConsumerStatus, 'numPending' | 'numAckPending'> & { ackFloor: number };

export function positionOf(status: ConsumerStatus | undefined): Position | undefined {
  return status && { ...status, ackFloor: Number(status.completedTo) };
}

/** A consumer that has to handle a message, and what is known of how far it is. */
export interface ConsumerEvidence<D extends Durable = Durable> {
  durable: D;
  handler: string;
  /** Undefined if the broker is down. */
  position: Position | undefined;
  /** The service has sent its inbox records. */
  responded: boolean;
  /** A process of the service reports that it does not know such events and returns them to the broker. */
  notKnown: boolean;
}

/** What is known about one message at one consumer. */
export interface Evidence extends Omit<ConsumerEvidence, 'durable' | 'handler'> {
  /** Undefined while the message is not published. */
  sequence: number | undefined;
  /** The stream was asked for the message and no longer holds it. */
  removed: boolean;
  /** The message is so young that its inbox record would still be kept: without one it was not handled. */
  recordsKept: boolean;
  /** The inbox has it as handled, or discarded. */
  handled: boolean;
  /** The inbox has it as dead-lettered. */
  givenUp: boolean;
  /** A span says that it was handled. */
  seenHandled: boolean;
  /** The handler discarded it on purpose. */
  discarded: boolean;
  /** Of all its deliveries, replays included. */
  failedAttempts: number;
  /** The newest one, and how often its replay has failed so far. */
  letter: (Pick<DeadLetter, 'state'> & { failedReplays: number }) | undefined;
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

export function progressOf(
  { durable, handler }: { durable: Durable; handler: string },
  evidence: Evidence,
): ConsumerProgress {
  const state = stateOf(evidence);
  const { position, sequence } = evidence;
  const isBehind = position && sequence !== undefined && state === 'pending';
  return {
    consumer: durable.consumer,
    service: durable.service,
    durable: durable.durable,
    handler,
    state,
    attempts: evidence.failedAttempts + (evidence.handled ? 1 : 0),
    ackFloor: position?.ackFloor,
    lag: isBehind ? lagOf(position, sequence) : undefined,
  };
}

/**
 * The strongest evidence first: the service's own record, then what was decided about a dead letter. A replay is outside
 * of the message's own stream and has attempts of its own. The broker's ack floor does not say that a message was
 * handled: it also passes messages that were removed.
 */
function stateOf(evidence: Evidence): ConsumerState {
  const { letter, failedAttempts, responded, position, removed } = evidence;
  if (isSeenHandled(evidence) || letter?.state === 'discarded') return 'done';
  if (letter?.state === 'open') return 'dead-lettered';
  if (letter) return letter.failedReplays > 0 ? 'retrying' : 'pending';
  // Its letter is older than those that are read here, or was deleted.
  if (evidence.givenUp) return 'dead-lettered';
  const ended = removed ? !mayBeInProgress(position) : isPassed(evidence);
  if (ended && !responded) return 'unknown';
  if (ended) return removed && evidence.recordsKept ? 'lost' : 'unrecorded';
  if (evidence.notKnown) return 'waiting';
  if (failedAttempts > 0) return 'retrying';
  return responded || position ? 'pending' : 'unknown';
}

/** By the inbox, if its records are known: after a database was restored from yesterday's copy, a span no longer proves anything. */
function isSeenHandled({ handled, discarded, seenHandled, responded, recordsKept }: Evidence): boolean {
  return handled || discarded || (seenHandled && !(responded && recordsKept));
}

function isPassed({ position, sequence }: Evidence): boolean {
  return position !== undefined && sequence !== undefined && position.ackFloor >= sequence;
}

/** A message that was removed from the stream while a handler has it may still be handled. */
function mayBeInProgress(position: Position | undefined): boolean {
  return position !== undefined && position.numAckPending > 0;
}

/** Sequences between floor and message may be other consumers': never more than what waits for this durable. */
function lagOf({ ackFloor, numPending, numAckPending }: Position, sequence: number): number {
  return Math.max(1, Math.min(sequence - ackFloor, numPending + numAckPending));
}

/** Published, and known to be handled by every consumer that has to handle it: nothing is inferred from missing records. */
export function isComplete(
  published: boolean,
  consumers: readonly Pick<ConsumerProgress, 'state'>[],
): boolean {
  return published && consumers.every(({ state }) => state === 'done');
}

export function isLost(consumers: readonly Pick<ConsumerProgress, 'state'>[]): boolean {
  return consumers.some(({ state }) => state === 'lost');
}
