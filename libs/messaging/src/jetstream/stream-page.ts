import type { PageRequest, StoredMessage } from '../transport/stream-transport.js';

/** The part of a stream that a page is read from, by sequence. */
export interface Sequences {
  first: number;
  last: number;
  /** The first message at this sequence or after it whose subject matches. */
  next(sequence: number, filter: string): Promise<StoredMessage | undefined>;
}

/** Narrower than this it is quicker to read on than to look for what to leave out. */
const NARROW = 8;

/**
 * A page, message by message and without a consumer, so that nothing of the stream moves and nothing is left behind.
 * As far as a page goes that is quick enough: each is one request, about 0.2 ms on one machine.
 */
export async function readPage(
  sequences: Sequences,
  { filter = '>', from, limit }: PageRequest,
): Promise<StoredMessage[]> {
  const { first, last } = sequences;
  if (!from) return newest(sequences, { filter, low: first, high: last, limit });
  if (typeof from === 'object' && 'before' in from) {
    return newest(sequences, { filter, low: first, high: Math.min(last, Number(from.before) - 1), limit });
  }
  const low = await lowOf(sequences, from);
  return forward(sequences, { filter, low, high: last, limit });
}

type Forwards = Exclude<NonNullable<PageRequest['from']>, { before: unknown }>;

async function lowOf(sequences: Sequences, from: Forwards): Promise<number> {
  if (from === 'beginning') return sequences.first;
  if ('time' in from) return sequenceAt(sequences, from.time.getTime());
  return 'at' in from ? Number(from.at) : Number(from.after) + 1;
}

interface Range {
  filter: string;
  low: number;
  /** The last sequence that belongs to it. */
  high: number;
  limit: number;
}

async function forward(sequences: Sequences, { filter, low, high, limit }: Range): Promise<StoredMessage[]> {
  const page: StoredMessage[] = [];
  for (let sequence = low; sequence <= high && page.length < limit;) {
    const message = await sequences.next(sequence, filter);
    if (!message || sequenceOf(message) > high) break;
    page.push(message);
    sequence = sequenceOf(message) + 1;
  }
  return page;
}

/**
 * The last ones that match. The broker reads forwards only, so: of the upper half first, and of the lower one what is
 * then missing; a range without a match ends at the first look.
 */
async function newest(sequences: Sequences, range: Range): Promise<StoredMessage[]> {
  const { filter, high, limit } = range;
  if (limit === 0 || range.low > high) return [];
  if (filter === '>' && high - range.low >= limit)
    return forward(sequences, { ...range, low: high - limit + 1 });
  const found = await sequences.next(range.low, filter);
  if (!found || sequenceOf(found) > high) return [];
  const low = sequenceOf(found);
  if (high - low < limit + NARROW) {
    const rest = await forward(sequences, { filter, low: low + 1, high, limit: high - low });
    return [found, ...rest].slice(-limit);
  }
  const middle = Math.floor((low + high) / 2);
  const upper = await newest(sequences, { filter, low: middle + 1, high, limit });
  const lower = await newest(sequences, { filter, low, high: middle, limit: limit - upper.length });
  return [...lower, ...upper];
}

/** The sequence of the first message that was stored at this time or later: times grow with the sequences. */
async function sequenceAt({ first, last, next }: Sequences, time: number): Promise<number> {
  let low = first;
  let high = last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const message = await next(middle, '>');
    if (!message || message.storedAt >= time) high = middle;
    else low = sequenceOf(message) + 1;
  }
  return low;
}

function sequenceOf({ position }: StoredMessage): number {
  return Number(position);
}
