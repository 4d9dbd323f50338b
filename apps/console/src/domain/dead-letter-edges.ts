import type { TopologyEdge } from '@waybill/console-api';
import { idOf, NO_FLOW } from './topology.js';

/** Of one consumer and event. */
export interface LetterCount {
  consumer: string;
  type: string;
  total: number;
  open: number;
  replayed: number;
}

/** From the consumers that have dead letters to the stream of dead letters, and back if something was replayed. */
export function deadLetterEdges(
  counts: readonly LetterCount[],
  stream: string,
  deadPerSecond: (consumer: string) => number,
): TopologyEdge[] {
  const byConsumer = Map.groupBy(counts, ({ consumer }) => consumer);
  return [...byConsumer].sort().flatMap(([consumer, own]) => {
    const ends = { from: `consumer:${consumer}`, to: `stream:${stream}` };
    const replayed = own.filter((each) => each.replayed > 0);
    return [
      edge({ ...ends, kind: 'publishes' }, own, deadPerSecond(consumer)),
      ...(replayed.length > 0 ? [edge({ from: ends.to, to: ends.from, kind: 'feeds' }, replayed, 0)] : []),
    ];
  });
}

/** `3 dead letters, 1 open`. */
export function describeLetters(counts: readonly LetterCount[]): string {
  const total = counts.reduce((sum, each) => sum + each.total, 0);
  const open = counts.reduce((sum, each) => sum + each.open, 0);
  if (total === 0) return 'no dead letters';
  return `${total} dead ${total === 1 ? 'letter' : 'letters'}, ${open} open`;
}

function edge(
  ends: Pick<TopologyEdge, 'from' | 'to' | 'kind'>,
  counts: readonly LetterCount[],
  perSecond: number,
): TopologyEdge {
  const events = [...new Set(counts.map(({ type }) => type))].sort();
  return { id: idOf(ends), ...ends, events, ...NO_FLOW, perSecond };
}
