import type { FailedAttempt } from '../inbox/failures.sql.js';
import { decodeHeader, encodeHeader } from '../message/cloud-events.js';
import type { WireEvent } from '../message/decode-event.js';
import type { Delivery, Headers, Publisher } from '../transport/transport.js';
import { letterSubject } from './subjects.js';

/** `unfinished`: delivered again and again without ever ending, as a message does that kills its process. */
export type DeadLetterReason = 'attempts-exhausted' | 'dead-letter-now' | 'invalid-payload' | 'unfinished';

/** Headers that a dead letter has beside the original ones. Values are percent-encoded. */
export const DEAD_HEADERS = {
  reason: 'waybill-dead-reason',
  error: 'waybill-dead-error',
  history: 'waybill-dead-history',
  consumer: 'waybill-dead-consumer',
  subject: 'waybill-original-subject',
  stream: 'waybill-original-stream',
  sequence: 'waybill-original-sequence',
  storedAt: 'waybill-original-stored-at',
  id: 'waybill-original-id',
} as const;

export interface NewDeadLetter {
  consumer: string;
  delivery: Delivery;
  wire: WireEvent;
  reason: DeadLetterReason;
  error: FailedAttempt['error'];
  history: readonly FailedAttempt[];
}

/** Puts messages that a consumer gave up on into the `DEAD` stream: the original bytes and headers, and the whole history. */
export class DeadLetters {
  constructor(
    private readonly publisher: Publisher,
    private readonly service: string,
  ) {}

  /** The same letter of the same delivery is stored once, so a crash between this and the settling doubles nothing. */
  async add({ consumer, delivery, wire, reason, error, history }: NewDeadLetter): Promise<void> {
    const [domain = 'unknown', event = 'unknown'] = wire.subject.split('.');
    await this.publisher.publish({
      id: `dead:${consumer}:${delivery.id}`,
      subject: letterSubject(this.service, consumer, `${domain}.${event}`),
      headers: {
        ...wire.headers,
        [DEAD_HEADERS.reason]: reason,
        [DEAD_HEADERS.error]: encodeHeader(JSON.stringify(error)),
        [DEAD_HEADERS.history]: encodeHeader(JSON.stringify(history)),
        [DEAD_HEADERS.consumer]: consumer,
        [DEAD_HEADERS.subject]: wire.subject,
        [DEAD_HEADERS.stream]: delivery.stream,
        [DEAD_HEADERS.sequence]: String(delivery.sequence),
        [DEAD_HEADERS.storedAt]: new Date(wire.storedAt).toISOString(),
        [DEAD_HEADERS.id]: encodeHeader(wire.id),
      },
      body: wire.body,
    });
  }
}

/** The event inside a dead letter or a replay, as it was on the wire at first. */
export function unwrap(message: {
  headers: Headers;
  body: Uint8Array;
  storedAt: number;
  id: string;
}): WireEvent {
  const { headers, body } = message;
  const original = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith('waybill-')),
  );
  const storedAt = Date.parse(headers[DEAD_HEADERS.storedAt] ?? '');
  return {
    id: decodeHeader(headers[DEAD_HEADERS.id] ?? message.id),
    subject: headers[DEAD_HEADERS.subject] ?? '',
    headers: original,
    body,
    storedAt: Number.isNaN(storedAt) ? message.storedAt : storedAt,
  };
}
