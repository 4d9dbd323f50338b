import type { FailedAttempt } from '../inbox/attempts.sql.js';
import { CE_ID, decodeHeader, encodeHeader } from '../message/cloud-events.js';
import { matchesSubject } from '../contract/subject-filter.js';
import { MessagingError, SubjectTaken } from '../errors.js';
import type { StoredMessage, StreamReader } from '../transport/stream-transport.js';
import type { Headers, Published, Publisher } from '../transport/transport.js';
import { inReplaySpan } from '../tracing/replay-span.js';
import { DEAD_HEADERS, type DeadLetterReason } from './dead-letters.js';
import {
  DEAD_STREAM,
  deadSubjects,
  parseDeadSubject,
  replayId,
  resolutionSubject,
  resolutionSubjects,
} from './subjects.js';

/** On a resolution: what was decided, and why. */
export const RESOLUTION_HEADERS = { action: 'waybill-action', reason: 'waybill-action-reason' } as const;

export interface DeadLetter {
  /** Its position in the `DEAD` stream. */
  id: string;
  service: string;
  /** The consumer that gave up on it; a replay goes to this one only. */
  consumer: string;
  type: string;
  eventId: string;
  reason: DeadLetterReason;
  error: FailedAttempt['error'];
  /** Every attempt that ran and failed, oldest first. */
  history: FailedAttempt[];
  /** When it was dead-lettered, ISO 8601. */
  deadAt: string;
  /** Where the message was stored first. */
  subject: string;
  stream: string;
  sequence: number;
  state: 'open' | 'replayed' | 'discarded';
  resolved?: { at: string; reason?: string };
  headers: Headers;
  /** The body as text. */
  payload: string;
}

export class DeadLetterNotFound extends MessagingError {
  readonly code = 'DEAD_LETTER_NOT_FOUND';
}

/** It was replayed or discarded before: `state` says which. */
export class DeadLetterResolved extends MessagingError {
  readonly code = 'DEAD_LETTER_RESOLVED';

  constructor(
    message: string,
    readonly state: 'replayed' | 'discarded',
  ) {
    super(message);
  }
}

/** The broker refused to store the whole message as a letter: it can be read in its stream, not replayed. */
export class DeadLetterIncomplete extends MessagingError {
  readonly code = 'DEAD_LETTER_INCOMPLETE';
}

/** Its consumer was removed, or renamed without `formerly`. The letter stays open. */
export class DeadLetterOrphaned extends MessagingError {
  readonly code = 'DEAD_LETTER_ORPHANED';
}

/**
 * Lists dead letters and resolves them: replays or discards. Every resolution is recorded in the `DEAD` stream itself.
 * Replays are traced by OpenTelemetry, unless the caller records spans itself and passes its own `inSpan`.
 */
export class DeadLetterQueue {
  constructor(
    private readonly publisher: Publisher,
    private readonly reader: StreamReader,
    private readonly inSpan: typeof inReplaySpan = inReplaySpan,
  ) {}

  /** Newest first. By default only the open ones. Reads all letters, and holds no more than `limit`. */
  async list({
    consumer,
    all = false,
    limit = 100,
  }: { consumer?: string; all?: boolean; limit?: number } = {}): Promise<DeadLetter[]> {
    // No consumer has such a name, and in a filter it would match others.
    if (consumer !== undefined && !/^[^\s.*>]+$/.test(consumer)) return [];
    const resolved = all ? {} : await this.reader.countBySubject(DEAD_STREAM, resolutionSubjects(consumer));
    const letters = new Map<string, DeadLetter>();
    for await (const message of this.reader.scan(DEAD_STREAM, deadSubjects(consumer))) {
      const subject = parseDeadSubject(message.subject);
      if (subject?.kind === 'letter') {
        if (resolutionSubject(subject.consumer, message.position) in resolved) continue;
        letters.set(message.position, toDeadLetter(message));
        const [oldest] = letters.keys();
        if (letters.size > limit) letters.delete(oldest!);
      }
      if (subject?.kind === 'resolution') {
        const letter = letters.get(subject.letterId);
        if (letter) letters.set(subject.letterId, resolvedBy(letter, message));
      }
    }
    return [...letters.values()].filter((letter) => all || letter.state === 'open').reverse();
  }

  /** @throws DeadLetterNotFound */
  async show(id: string): Promise<DeadLetter> {
    const message = await this.find(id);
    const letter = toDeadLetter(message);
    const resolution = await this.reader.readLast(DEAD_STREAM, resolutionSubject(letter.consumer, id));
    return resolution ? resolvedBy(letter, resolution) : letter;
  }

  /**
   * Delivers the message once more, to the consumer that failed and to no other. A second call finds the record of the
   * first one, and is refused.
   *
   * @throws DeadLetterNotFound, DeadLetterResolved, DeadLetterIncomplete, DeadLetterOrphaned, BrokerUnavailable
   */
  async replay(id: string): Promise<void> {
    await this.resolve(id, 'replay', wholeBodyOf);
  }

  /** Closes the letter for good, with the reason recorded. @throws as `replay` */
  async discard(id: string, reason: string): Promise<void> {
    await this.resolve(id, 'discard', () => '', reason);
  }

  private async resolve(
    id: string,
    action: 'replay' | 'discard',
    bodyOf: (message: StoredMessage) => string | Uint8Array,
    reason?: string,
  ): Promise<void> {
    const message = await this.find(id);
    const { consumer, eventId, subject } = toDeadLetter(message);
    if (action === 'replay') await this.requireListener(consumer, id);
    const publish = (headers: Headers) =>
      this.publisher.publish({
        id: action === 'replay' ? replayId(id) : `discard:${id}`,
        subject: resolutionSubject(consumer, id),
        headers: {
          ...headers,
          [RESOLUTION_HEADERS.action]: action,
          ...(reason === undefined ? {} : { [RESOLUTION_HEADERS.reason]: encodeHeader(reason) }),
        },
        body: bodyOf(message),
        expectNew: true,
      });
    const { headers } = message;
    let stored: Published | undefined;
    try {
      stored =
        action === 'replay'
          ? await this.inSpan({ deadLetterId: id, eventId, consumer, subject, headers }, publish)
          : await publish(headers);
    } catch (error) {
      if (!(error instanceof SubjectTaken)) throw error;
    }
    if (stored && !stored.duplicate) return;
    const { state, resolved } = await this.show(id);
    throw new DeadLetterResolved(
      `dead letter ${id} was ${state} already, at ${resolved?.at}`,
      state === 'replayed' ? 'replayed' : 'discarded',
    );
  }

  /** A replay that no durable takes would be recorded as done, and reach no consumer. */
  private async requireListener(consumer: string, id: string): Promise<void> {
    const subject = resolutionSubject(consumer, id);
    const durables = await this.reader.durables(DEAD_STREAM);
    if (durables.some(({ filters }) => filters.some((filter) => matchesSubject(filter, subject)))) return;
    throw new DeadLetterOrphaned(
      `no service has a consumer ${consumer} any more, and a replay would not be handled: start the service that has it, ` +
        `declare the consumer that took over with formerly: '${consumer}', or discard the letter`,
    );
  }

  private async find(id: string): Promise<StoredMessage> {
    const message = await this.reader.read(DEAD_STREAM, id);
    if (!message || parseDeadSubject(message.subject)?.kind !== 'letter') {
      throw new DeadLetterNotFound(`there is no dead letter ${id}: "dead-letters list" shows them all`);
    }
    return message;
  }
}

function wholeBodyOf({ headers, body }: StoredMessage): Uint8Array {
  const why = headers[DEAD_HEADERS.incomplete];
  if (why === undefined) return body;
  throw new DeadLetterIncomplete(
    `the message did not fit into a dead letter (${decodeHeader(why)}): it is in stream ` +
      `${headers[DEAD_HEADERS.stream]} at ${headers[DEAD_HEADERS.position]}, publish it again from there`,
  );
}

function toDeadLetter(message: StoredMessage): DeadLetter {
  const { headers } = message;
  const subject = parseDeadSubject(message.subject);
  if (subject?.kind !== 'letter') throw new DeadLetterNotFound(`"${message.subject}" is not a dead letter`);
  return {
    id: message.position,
    service: headers[DEAD_HEADERS.service] ?? '',
    consumer: subject.consumer,
    type: subject.type,
    eventId: decodeHeader(headers[CE_ID] ?? headers[DEAD_HEADERS.id] ?? message.id),
    reason: headers[DEAD_HEADERS.reason] as DeadLetterReason,
    error: errorIn(decodeHeader(headers[DEAD_HEADERS.error] ?? '')),
    history: historyIn(decodeHeader(headers[DEAD_HEADERS.history] ?? '')),
    deadAt: new Date(message.storedAt).toISOString(),
    subject: headers[DEAD_HEADERS.subject] ?? '',
    stream: headers[DEAD_HEADERS.stream] ?? '',
    sequence: Number(headers[DEAD_HEADERS.position] ?? 0),
    state: 'open',
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('waybill-'))),
    payload: new TextDecoder().decode(message.body),
  };
}

/** A letter that something else wrote and that cannot be read must not hide the others. */
function errorIn(text: string): DeadLetter['error'] {
  const error = parse(text) as Partial<DeadLetter['error']> | undefined | null;
  return error?.name ? { message: '', ...error, name: error.name } : { name: 'Error', message: text };
}

function historyIn(text: string): FailedAttempt[] {
  const history = parse(text);
  return Array.isArray(history) ? (history as FailedAttempt[]) : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function resolvedBy(letter: DeadLetter, { headers, storedAt }: StoredMessage): DeadLetter {
  const reason = headers[RESOLUTION_HEADERS.reason];
  return {
    ...letter,
    state: headers[RESOLUTION_HEADERS.action] === 'replay' ? 'replayed' : 'discarded',
    resolved: { at: new Date(storedAt).toISOString(), ...(reason ? { reason: decodeHeader(reason) } : {}) },
  };
}
