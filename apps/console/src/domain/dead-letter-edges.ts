import type { TopologyEdge } from '@waybill/console-api';

export interface Letter {
  consumer: string;
  type: string;
  state: 'open' | 'replayed' | 'discarded';
}

/**
 * Who gave up on what, and where it went back to. Drawn only where it happened: every consumer might, and a drawing of
 * all that might happen shows nothing.
 */
export function deadLetterEdges(
  letters: readonly Letter[],
  stream: string,
  deadPerSecond: (consumer: string) => number,
): TopologyEdge[] {
  const consumers = [...new Set(letters.map(({ consumer }) => consumer))].sort();
  return consumers.flatMap((consumer) => {
    const own = letters.filter((letter) => letter.consumer === consumer);
    const replayed = own.filter(({ state }) => state === 'replayed');
    const given = edge(`consumer:${consumer}`, `stream:${stream}`, 'publishes', own, deadPerSecond(consumer));
    const back = edge(`stream:${stream}`, `consumer:${consumer}`, 'feeds', replayed, 0);
    return replayed.length > 0 ? [given, back] : [given];
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
  from: string,
  to: string,
  kind: TopologyEdge['kind'],
  letters: readonly Letter[],
  perSecond: number,
): TopologyEdge {
  const events = [...new Set(letters.map(({ type }) => type))].sort();
  return { id: `${from}>${to}:${kind}`, from, to, kind, events, perSecond, errorsPerSecond: 0, lag: 0 };
}
