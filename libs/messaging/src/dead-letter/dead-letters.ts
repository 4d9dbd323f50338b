import type { FailedAttempt } from '../inbox/attempts.sql.js';
import { decodeHeader, encodeHeader } from '../message/cloud-events.js';
import { PublishRefused } from '../errors.js';
import type { WireEvent } from '../message/decode-event.js';
import { deliveredIdOf } from '../message/event-id.js';
import { inDeadLetterSpan } from '../tracing/dead-letter-span.js';
import type { StoredMessage } from '../transport/stream-transport.js';
import type { Delivery, Publisher } from '../transport/transport.js';
import { letterMessageId, letterSubject } from './subjects.js';

/** `unfinished`: its attempts begin and never end, as those of a message do that kills its process. */
export type DeadLetterReason = 'attempts-exhausted' | 'dead-letter-now' | 'invalid-payload' | 'unfinished';

/** Headers that a dead letter has beside the original ones. Values are percent-encoded. */
export const DEAD_HEADERS = {
  reason: 'waybill-dead-reason',
  error: 'waybill-dead-error',
  history: 'waybill-dead-history',
  service: 'waybill-dead-service',
  consumer: 'waybill-dead-consumer',
  subject: 'waybill-original-subject',
  stream: 'waybill-original-stream',
  position: 'waybill-original-sequence',
  storedAt: 'waybill-original-stored-at',
  id: 'waybill-original-id',
  /** Set only if the broker refused the whole message: why. The letter is then without body and original headers. */
  incomplete: 'waybill-dead-incomplete',
} as const;

/** JetStream takes 64 KiB of headers, of which an event has 16 at most. */
const MAX_HISTORY_BYTES = 32 * 1024;

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

  /** The letter of one delivery is stored once, so that a crash between this and the acknowledgement doubles nothing. */
  async add({ consumer, delivery, wire, reason, error, history }: NewDeadLetter): Promise<void> {
    const [domain = 'unknown', event = 'unknown'] = wire.subject.split('.');
    const own = {
      [DEAD_HEADERS.reason]: reason,
      [DEAD_HEADERS.error]: encodeHeader(JSON.stringify(error)),
      [DEAD_HEADERS.history]: encodeHistory(history),
      [DEAD_HEADERS.service]: this.service,
      [DEAD_HEADERS.consumer]: consumer,
      [DEAD_HEADERS.subject]: wire.subject,
      [DEAD_HEADERS.stream]: wire.stream,
      [DEAD_HEADERS.position]: wire.position,
      [DEAD_HEADERS.storedAt]: new Date(wire.storedAt).toISOString(),
      [DEAD_HEADERS.id]: encodeHeader(wire.id),
    };
    const letter = {
      id: letterMessageId(consumer, deliveredIdOf(delivery)),
      subject: letterSubject(consumer, `${domain}.${event}`),
    };
    const traced = { consumer, subject: letter.subject, reason, attempts: history.length, wire };
    await inDeadLetterSpan(traced, () => this.store(letter, wire, own));
  }

  private async store(
    letter: { id: string; subject: string },
    wire: WireEvent,
    own: Record<string, string>,
  ): Promise<void> {
    try {
      await this.publisher.publish({ ...letter, headers: { ...wire.headers, ...own }, body: wire.body });
    } catch (refusal) {
      if (!(refusal instanceof PublishRefused)) throw refusal;
      // A foreign message that is within the broker's limits only without the headers of a letter: it must not block its
      // partition forever. The letter says where it is stored.
      const headers = { ...own, [DEAD_HEADERS.incomplete]: encodeHeader(refusal.message) };
      await this.publisher.publish({ ...letter, headers, body: '' });
    }
  }
}

/** The whole history or, if that is too long for a header, the first attempt and the last ones. */
function encodeHistory(history: readonly FailedAttempt[]): string {
  const kept = [...history];
  for (;;) {
    const header = encodeHeader(JSON.stringify(kept));
    if (header.length <= MAX_HISTORY_BYTES || kept.length <= 1) return header;
    kept.splice(1, 1);
  }
}

/** The event inside a dead letter or a replay, as it was first on the wire. */
export function unwrap(message: StoredMessage): WireEvent {
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
    stream: headers[DEAD_HEADERS.stream] ?? message.stream,
    position: headers[DEAD_HEADERS.position] ?? message.position,
    storedAt: Number.isNaN(storedAt) ? message.storedAt : storedAt,
  };
}
