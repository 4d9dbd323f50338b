import type { TopologyEdge } from '@waybill/console-api';

/**
 * Edges with the messages that really wait on them. Messages that a consumer is handling do not wait, nor does a
 * second's worth of an outbox: counted as waiting, they would make a healthy platform flicker.
 */
export function withWaiting(edges: readonly TopologyEdge[]): TopologyEdge[] {
  const inHand = new Map(edges.filter(({ kind }) => kind === 'delivers').map(({ from, lag }) => [from, lag]));
  return edges.map((edge) => ({ ...edge, lag: waitingOn(edge, inHand) }));
}

function waitingOn({ kind, to, lag, perSecond }: TopologyEdge, inHand: ReadonlyMap<string, number>): number {
  switch (kind) {
    case 'feeds':
      return Math.max(0, lag - (inHand.get(to) ?? 0));
    case 'publishes':
    case 'stores':
      return lag > perSecond ? lag : 0;
    case 'delivers':
      return 0;
    case 'calls':
      return lag;
  }
}
