import { ConsumerOperationRefused } from '../errors.js';
import type { RewindRequest } from '../inspection/protocol.js';
import type { PageRequest, StoredMessage, StreamReader } from '../transport/stream-transport.js';

/**
 * From when on each stream is delivered again. What is gone from a stream is not: a time before its first message is
 * that message's.
 *
 * @throws ConsumerOperationRefused
 */
export async function rewindTargets(
  reader: Pick<StreamReader, 'readPage'>,
  streams: readonly string[],
  to: RewindRequest['to'],
): Promise<Map<string, Date>> {
  if (to !== 'beginning' && 'sequence' in to && streams.length !== 1) {
    throw new ConsumerOperationRefused(
      `a sequence is of one stream, and the consumer has ${streams.join(', ')}: rewind it to a time`,
    );
  }
  const targets = new Map<string, Date>();
  for (const stream of streams) {
    const first = await firstOf(reader, stream, 'beginning');
    // Of an empty stream nothing is delivered again.
    if (first) targets.set(stream, await targetIn(reader, stream, first, to));
  }
  return targets;
}

async function targetIn(
  reader: Pick<StreamReader, 'readPage'>,
  stream: string,
  first: StoredMessage,
  to: RewindRequest['to'],
): Promise<Date> {
  if (to === 'beginning') return new Date(first.storedAt);
  if ('time' in to) return new Date(Math.max(first.storedAt, Date.parse(to.time)));
  const message = await firstOf(reader, stream, { at: String(to.sequence) });
  if (message) return new Date(message.storedAt);
  throw new ConsumerOperationRefused(`stream ${stream} ends before sequence ${to.sequence}`);
}

async function firstOf(
  reader: Pick<StreamReader, 'readPage'>,
  stream: string,
  from: PageRequest['from'],
): Promise<StoredMessage | undefined> {
  const [first] = await reader.readPage(stream, { from, limit: 1 });
  return first;
}
