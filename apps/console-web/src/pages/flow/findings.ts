import type { TopologyResponse, TopologyEdge, TopologyNode } from '@waybill/console-api';
import { KIND_WORDS } from './node-words.ts';

export interface Finding {
  edgeId: string;
  kind: NonNullable<TopologyEdge['finding']>['kind'];
  sentence: string;
}

/** Where declarations and traffic differ, one sentence each. */
export function findingsOf({ nodes, edges }: TopologyResponse): Finding[] {
  return edges
    .flatMap((edge) => {
      const { id, finding } = edge;
      if (!finding || isRepeated(edge, edges)) return [];
      return { edgeId: id, kind: finding.kind, sentence: findingWords(edge, finding.events, nodes) };
    })
    .sort((a, b) => (a.sentence < b.sentence ? -1 : 1));
}

/** What never reached a consumer was not delivered by it either: that is not a second finding. */
export function isRepeated({ kind, from, finding }: TopologyEdge, edges: readonly TopologyEdge[]): boolean {
  return (
    kind === 'delivers' &&
    edges.some((edge) => edge.kind === 'feeds' && edge.to === from && edge.finding?.kind === finding?.kind)
  );
}

function findingWords(edge: TopologyEdge, events: readonly string[], nodes: readonly TopologyNode[]): string {
  const [from, to] = [titleOf(edge.from, nodes), titleOf(edge.to, nodes)];
  const what = events.length > 0 ? events.join(', ') : 'something';
  switch (edge.kind) {
    case 'publishes':
      return `${from} publishes ${what} to ${to}`;
    case 'feeds':
      return `${from} feeds ${to} with ${what}`;
    case 'delivers':
      return `${from} delivers ${what} to ${to}`;
    case 'calls':
    case 'stores':
      return edgeWords(edge, nodes);
  }
}

const VERBS: Record<TopologyEdge['kind'], string> = {
  calls: 'calls',
  publishes: 'publishes to',
  feeds: 'feeds',
  delivers: 'delivers to',
  stores: 'stores in',
};

/** `service order publishes to stream ORDER` */
export function edgeWords({ from, to, kind }: TopologyEdge, nodes: readonly TopologyNode[]): string {
  return `${titleOf(from, nodes)} ${VERBS[kind]} ${titleOf(to, nodes)}`;
}

/** `stream ORDER`, `consumer analytics`: with the kind, as services, consumers and databases share names. */
export function titleOf(id: string, nodes: readonly TopologyNode[]): string {
  const node = nodes.find((each) => each.id === id);
  if (!node) return id;
  return node.kind === 'client' ? node.label : `${KIND_WORDS[node.kind]} ${node.label}`;
}
