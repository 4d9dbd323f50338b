import type { FailedAttempt } from '../inbox/attempts.sql.js';
import { CE_ID, decodeHeader, encodeHeader } from '../message/cloud-events.js';
import { matchesSubject } from '../contract/subject-filter.js';
import { MessagingError, PublishRefused } from '../errors.js';
import type { Headers, Published, Publisher, StoredMessage, StreamReader } from '../transport/transport.js';
import { inReplaySpan } from '../tracing/replay-span.js';
import { DEAD_HEADERS, type DeadLetterReason } from './dead-letters.js';
import {
  DEAD_STREAM,
  deadSubjects,
  parseDeadSubject,
  replayId,
  settledSubject,
  settledSubjects,
} from './subjects.js';

/** On a settled message: what was decided, why, and when. */
export const SETTLED_HEADERS = { action: 'waybill-action', reason: 'waybill-action-reason' } as const;

export interface DeadLetter {
  /** Its sequence in the `DEAD` stream, as text. */
  id: string;
  service: string;
  /** Who gave up on it, and to whom alone a replay goes. */
  consumer: string;
  type: string;
  eventId: string;
  reason: DeadLetterReason;
  error: FailedAttempt['error'];
  /** Every attempt that ran and failed, oldest first. */
  history: FailedAttempt[];
  deadAt: string;
  /** Where the message first lay. */
  subject: string;
  stream: string;
  sequence: number;
  state: 'open' | 'replayed' | 'discarded';
  settled?: { at: string; reason?: string };
  headers: Headers;
  /** The body as text. */
  payload: string;
}

export class DeadLetterNotFound extends MessagingError {
  readonly code = 'DEAD_LETTER_NOT_FOUND';
}

/** It was replayed or discarded before: `state` says which. */
export class DeadLetterSettled extends MessagingError {
  readonly code = 'DEAD_LETTER_SETTLED';

  constructor(
    message: string,
    readonly state: 'replayed' | 'discarded',
  ) {
    super(message);
  }
}

/** The broker had refused to store the whole message as a letter: it can be looked up where it lies, not replayed. */
export class DeadLetterIncomplete extends MessagingError {
  readonly code = 'DEAD_LETTER_INCOMPLETE';
}

/** Its consumer was removed, or renamed without saying so. The letter stays open. */
export class DeadLetterOrphaned extends MessagingError {
  readonly code = 'DEAD_LETTER_ORPHANED';
}

/**
 * Lists dead letters and answers them. Every answer is recorded in the `DEAD` stream itself. Replays are traced
 * by OpenTelemetry, unless the caller keeps spans by itself and gives its own `inSpan`.
 */
export class DeadLetterDesk {
  constructor(
    private readonly broker: Publisher & StreamReader,
    private readonly inSpan: typeof inReplaySpan = inReplaySpan,
  ) {}

  /** Newest first. By default only those that wait for an answer. Reads the letters through, and holds no more than `limit`. */
  async list({
    consumer,
    all = false,
    limit = 100,
  }: { consumer?: string; all?: boolean; limit?: number } = {}): Promise<DeadLetter[]> {
    // No consumer is named so, and in a subject it would mean others.
    if (consumer !== undefined && !/^[^\s.*>]+$/.test(consumer)) return [];
    const answered = all ? {} : await this.broker.countBySubject(DEAD_STREAM, settledSubjects(consumer));
    const letters = new Map<string, DeadLetter>();
    for await (const message of this.broker.scan(DEAD_STREAM, deadSubjects(consumer))) {
      const subject = parseDeadSubject(message.subject);
      if (subject?.kind === 'letter') {
        if (settledSubject(subject.consumer, message.sequence) in answered) continue;
        letters.set(String(message.sequence), toDeadLetter(message));
        const [oldest] = letters.keys();
        if (letters.size > limit) letters.delete(oldest!);
      }
      if (subject?.kind === 'settled') {
        const id = String(subject.sequence);
        const letter = letters.get(id);
        if (letter) letters.set(id, settle(letter, message));
      }
    }
    return [...letters.values()].filter((letter) => all || letter.state === 'open').reverse();
  }

  /** @throws DeadLetterNotFound */
  async show(id: string): Promise<DeadLetter> {
    const message = await this.find(id);
    const letter = toDeadLetter(message);
    for await (const settled of this.broker.scan(
      DEAD_STREAM,
      settledSubject(letter.consumer, message.sequence),
    )) {
      return settle(letter, settled);
    }
    return letter;
  }

  /**
   * Delivers the message once more, to the consumer that failed and to no other. Twice is once: the second
   * call finds the first one's record.
   *
   * @throws DeadLetterNotFound, DeadLetterSettled, DeadLetterIncomplete, DeadLetterOrphaned, BrokerUnavailable
   */
  async replay(id: string): Promise<void> {
    await this.answer(id, 'replay', wholeBodyOf);
  }

  /** Puts the letter aside for good, with the reason on record. @throws as `replay` */
  async discard(id: string, reason: string): Promise<void> {
    await this.answer(id, 'discard', () => '', reason);
  }

  private async answer(
    id: string,
    action: 'replay' | 'discard',
    bodyOf: (message: StoredMessage) => string | Uint8Array,
    reason?: string,
  ): Promise<void> {
    const message = await this.find(id);
    const { consumer, eventId, subject } = toDeadLetter(message);
    if (action === 'replay') await this.requireListener(consumer, message.sequence);
    const publish = (headers: Headers) =>
      this.broker.publish({
        id: action === 'replay' ? replayId(id) : `discard:${id}`,
        subject: settledSubject(consumer, message.sequence),
        headers: {
          ...headers,
          [SETTLED_HEADERS.action]: action,
          ...(reason === undefined ? {} : { [SETTLED_HEADERS.reason]: encodeHeader(reason) }),
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
      if (!(error instanceof PublishRefused && error.isConflict)) throw error;
    }
    if (stored && !stored.duplicate) return;
    const { state, settled } = await this.show(id);
    throw new DeadLetterSettled(
      `dead letter ${id} was ${state} already, at ${settled?.at}`,
      state === 'replayed' ? 'replayed' : 'discarded',
    );
  }

  /** A replay that no durable takes would be on record as done, and reach nobody. */
  private async requireListener(consumer: string, sequence: number): Promise<void> {
    const subject = settledSubject(consumer, sequence);
    const durables = await this.broker.durables(DEAD_STREAM);
    if (durables.some(({ filters }) => filters.some((filter) => matchesSubject(filter, subject)))) return;
    throw new DeadLetterOrphaned(
      `no service has a consumer ${consumer} any more, and a replay would reach nobody: start the one that has, ` +
        `declare the consumer that took over with formerly: '${consumer}', or discard the letter`,
    );
  }

  private async find(id: string): Promise<StoredMessage> {
    const sequence = Number(id);
    const message =
      Number.isSafeInteger(sequence) && sequence > 0
        ? await this.broker.read(DEAD_STREAM, sequence)
        : undefined;
    if (!message || parseDeadSubject(message.subject)?.kind !== 'letter') {
      throw new DeadLetterNotFound(
        `there is no dead letter ${id}: "dead-letters list" shows those that there are`,
      );
    }
    return message;
  }
}

function wholeBodyOf({ headers, body }: StoredMessage): Uint8Array {
  const why = headers[DEAD_HEADERS.incomplete];
  if (why === undefined) return body;
  throw new DeadLetterIncomplete(
    `the message did not fit into a dead letter (${decodeHeader(why)}): it lies in stream ` +
      `${headers[DEAD_HEADERS.stream]} at ${headers[DEAD_HEADERS.sequence]}, publish it anew from there`,
  );
}

function toDeadLetter(message: StoredMessage): DeadLetter {
  const { headers } = message;
  const subject = parseDeadSubject(message.subject);
  if (subject?.kind !== 'letter') throw new DeadLetterNotFound(`"${message.subject}" is no dead letter`);
  return {
    id: String(message.sequence),
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
    sequence: Number(headers[DEAD_HEADERS.sequence] ?? 0),
    state: 'open',
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('waybill-'))),
    payload: new TextDecoder().decode(message.body),
  };
}

/** Somebody else may have written the letter: one that cannot be read must not hide the others. */
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

function settle(letter: DeadLetter, { headers, storedAt }: StoredMessage): DeadLetter {
  const reason = headers[SETTLED_HEADERS.reason];
  return {
    ...letter,
    state: headers[SETTLED_HEADERS.action] === 'replay' ? 'replayed' : 'discarded',
    settled: { at: new Date(storedAt).toISOString(), ...(reason ? { reason: decodeHeader(reason) } : {}) },
  };
}
