import type { EventContract } from '../contract/index.js';
import { InvalidMessage } from '../errors.js';
import { headerBytesOf, MAX_HEADER_BYTES, type EncodedEvent } from './encode-event.js';

/**
 * The library's own limit lies below nats-server's default; a broker may be set to take less.
 *
 * @throws InvalidMessage the broker would refuse it, and it would wait in the outbox until it is parked
 */
export function assertFits(
  { name }: Pick<EventContract, 'name'>,
  { id, headers, body }: Pick<EncodedEvent, 'id' | 'headers' | 'body'>,
  maxPayload: number | undefined,
): void {
  if (maxPayload === undefined) return;
  // A character has at most 3 bytes in UTF-8, so most bodies need not be measured.
  if (body.length * 3 + MAX_HEADER_BYTES < maxPayload) return;
  const bytes = Buffer.byteLength(body) + headerBytesOf(id, headers);
  if (bytes <= maxPayload) return;
  throw new InvalidMessage(
    `${name} has ${bytes} bytes with its headers, more than the ${maxPayload} that the broker takes ` +
      '(its max_payload): carry less, carry a reference, or raise that setting',
  );
}
