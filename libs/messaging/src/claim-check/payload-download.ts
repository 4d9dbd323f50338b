import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import { InvalidPayload, StreamNotFound } from '../errors.js';
import type { WireEvent } from '../message/decode-event.js';
import type { StreamReader } from '../transport/stream-transport.js';
import { partSubjects, payloadStreamOf, referenceIn, type DataReference } from './data-reference.js';

/** In a cluster a part may be read from a server that is a moment behind. */
const BEHIND = { attempts: 5, baseMs: 50, maxMs: 1_000 };

type Reader = Pick<StreamReader, 'readLast'>;

/**
 * The message with its data: itself, or with what its reference names.
 *
 * @throws InvalidPayload what it names is not stored any more, or is something else
 * @throws BrokerUnavailable
 */
export async function withPayload<Wire extends Pick<WireEvent, 'headers' | 'body'>>(
  reader: Reader,
  wire: Wire,
): Promise<Wire> {
  const reference = referenceIn(wire.headers);
  return reference ? { ...wire, body: await download(reader, reference) } : wire;
}

async function download(reader: Reader, reference: DataReference): Promise<Uint8Array> {
  const { bytes, digest, domain } = reference;
  const body = Buffer.concat(
    await Promise.all(partSubjects(reference).map((part) => read(reader, domain, part))),
  );
  if (body.length !== bytes || createHash('sha256').update(body).digest('hex') !== digest) {
    throw new InvalidPayload(`its payload in ${payloadStreamOf(domain)} is not the one that it refers to`);
  }
  return body;
}

async function read(reader: Reader, domain: string, subject: string): Promise<Uint8Array> {
  const stream = payloadStreamOf(domain);
  for (let attempt = 1; ; attempt++) {
    const part = await reader.readLast(stream, subject).catch((error: unknown) => {
      if (error instanceof StreamNotFound) return undefined;
      throw error;
    });
    if (part) return part.body;
    if (attempt === BEHIND.attempts) {
      throw new InvalidPayload(
        `its payload is not in ${stream} (${subject}): it was kept for as long as the stream keeps messages, or lost. ` +
          '"outbox republish" stores it again, if the publisher still has the row',
      );
    }
    await delay(backoffMs(attempt, BEHIND));
  }
}
