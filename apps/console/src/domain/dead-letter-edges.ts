import type { TopologyEdge } from '@waybill/console-api';
import type { DeadLetter } from '@waybill/messaging/operations';
import { idOf, NO_FLOW } from './topology.js';

export type Letter = Pick<DeadLetter, 'consumer' | 'type' | 'state'>;

/** From the consumers that have dead letters to the stream of dead letters, and back if something was replayed. */
export function deadLetterEdges(
  letters: readonly Letter[],
  stream: string,
  deadPerSecond: (consumer: string) => number,
): TopologyEdge[] {
  const byConsumer = Map.groupBy(letters, ({ consumer }) => consumer);
  return [...byConsumer].sort().flatMap(([consumer, own]) => {
    const ends = { from: `consumer:${consumer}`, to: `stream:${stream}` };
    const replayed = own.filter(({ state }) => state === 'replayed');
    return [
      edge({ ...ends, kind: 'publishes' }, own, deadPerSecond(consumer)),
      ...(replayed.length > 0 ? [edge({ from: ends.to, to: ends.from, kind: 'feeds' }, replayed, 0)] : []),
    ];
  });
}

/** `3 dead letters, 1 open`. `most`: as many as are counted. */
export function describeLetters(letters: readonly Letter[], most: number): string {
  if (letters.length === 0) return 'no dead letters';
  const open = letters.filter(({ state }) => state === 'open').length;
  const more = letters.length >= most ? ' and more' : '';
  return `${letters.length}${more} dead ${letters.length === 1 ? 'letter' : 'letters'}, ${open} open`;
}

function edge(
  ends: Pick<TopologyEdge, 'from' | 'to' | 'kind'>,
  letters: readonly Letter[],
  perSecond: number,
): TopologyEdge {
  const events = [...new Set(letters.map(({ type }) => type))].sort();
  return { id: idOf(ends), ...ends, events, ...NO_FLOW, perSecond };
}
