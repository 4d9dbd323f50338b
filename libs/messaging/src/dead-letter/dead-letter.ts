import type { FailedAttempt } from '../inbox/attempts.sql.js';
import { CE_ID, decodeHeader } from '../message/cloud-events.js';
import { MessagingError } from '../errors.js';
import type { StoredMessage } from '../transport/stream-transport.js';
import type { Headers } from '../transport/transport.js';
import { DEAD_HEADERS, type DeadLetterReason } from './dead-letters.js';
import { letterGroup } from './fingerprint.js';
import { parseDeadSubject, replayedLetterIn } from './subjects.js';

/** On a resolution: what was decided, by whom and why. Values but the action are percent-encoded. */
export const RESOLUTION_HEADERS = {
  action: 'waybill-action',
  reason: 'waybill-action-reason',
  by: 'waybill-action-by',
  /** The job that did it. */
  job: 'waybill-action-job',
  /** `true`: the body is not the letter's, which is kept in the letter. */
  edited: 'waybill-action-edited',
} as const;

export interface DeadLetter {
  /** Its position in the `DEAD` stream. */
  id: string;
  service: string;
  /** The consumer that gave up on it; a replay goes to this one only. */
  consumer: string;
  type: string;
  eventId: string;
  /** The letters of this consumer and event whose errors differ in numbers, ids and quoted text only. */
  group: string;
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
  /** The letter whose replay failed: this one is its successor. */
  replayOf?: string;
  state: 'open' | 'replayed' | 'discarded';
  resolved?: Resolved;
  headers: Headers;
  /** The body as text. */
  payload: string;
}

export interface Resolved {
  at: string;
  reason?: string;
  /** As the caller named itself. */
  by?: string;
  job?: string;
  /** It was replayed with this one; the letter has the original. */
  payload?: string;
}

export class DeadLetterNotFound extends MessagingError {
  readonly code = 'DEAD_LETTER_NOT_FOUND';
}

/** It was replayed or discarded before: `state` says which, `resolved` by whom. */
export class DeadLetterResolved extends MessagingError {
  readonly code = 'DEAD_LETTER_RESOLVED';

  constructor(
    message: string,
    readonly state: 'replayed' | 'discarded',
    readonly resolved?: Resolved,
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

/** @throws DeadLetterNotFound the message is not a letter */
export function toDeadLetter(message: StoredMessage): DeadLetter {
  const { headers } = message;
  const subject = parseDeadSubject(message.subject);
  if (subject?.kind !== 'letter') throw new DeadLetterNotFound(`"${message.subject}" is not a dead letter`);
  const { consumer, type } = subject;
  const error = errorIn(decodeHeader(headers[DEAD_HEADERS.error] ?? ''));
  const replayOf = replayedLetterIn(message.id);
  return {
    id: message.position,
    service: headers[DEAD_HEADERS.service] ?? '',
    consumer,
    type,
    eventId: decodeHeader(headers[CE_ID] ?? headers[DEAD_HEADERS.id] ?? message.id),
    group: letterGroup({ consumer, type, error }),
    reason: headers[DEAD_HEADERS.reason] as DeadLetterReason,
    error,
    history: historyIn(decodeHeader(headers[DEAD_HEADERS.history] ?? '')),
    deadAt: new Date(message.storedAt).toISOString(),
    subject: headers[DEAD_HEADERS.subject] ?? '',
    stream: headers[DEAD_HEADERS.stream] ?? '',
    sequence: Number(headers[DEAD_HEADERS.position] ?? 0),
    ...(replayOf !== undefined && { replayOf }),
    state: 'open',
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('waybill-'))),
    payload: new TextDecoder().decode(message.body),
  };
}

export function resolvedBy(letter: DeadLetter, resolution: StoredMessage): DeadLetter {
  return { ...letter, ...readResolution(resolution) };
}

export function readResolution({ headers, storedAt, body }: StoredMessage): {
  state: 'replayed' | 'discarded';
  resolved: Resolved;
} {
  const text = (name: 'reason' | 'by' | 'job') => {
    const value = headers[RESOLUTION_HEADERS[name]];
    return value === undefined ? {} : { [name]: decodeHeader(value) };
  };
  return {
    state: headers[RESOLUTION_HEADERS.action] === 'replay' ? 'replayed' : 'discarded',
    resolved: {
      at: new Date(storedAt).toISOString(),
      ...text('reason'),
      ...text('by'),
      ...text('job'),
      ...(headers[RESOLUTION_HEADERS.edited] === 'true' && { payload: new TextDecoder().decode(body) }),
    },
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
