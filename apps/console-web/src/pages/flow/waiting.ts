import type { TopologyEdge } from '@waybill/console-api';

/**
 * Edges with what really waits on them. What a consumer has in hand is at work and not late, and of an outbox a
 * second's worth is on its way: counted as waiting, they would make a quiet platform flicker.
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
