import type { TopologyAnswer, TopologyEdge, TopologyNode } from '@waybill/console-api';

type Kind = NonNullable<TopologyEdge['finding']>['kind'];

export interface Finding {
  edgeId: string;
  kind: Kind;
  sentence: string;
}

/** Where declarations and traffic disagree, one sentence each. */
export function findingsOf({ nodes, edges }: TopologyAnswer): Finding[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges
    .filter((edge) => !isSaidBefore(edge, edges))
    .flatMap((edge) =>
      edge.finding
        ? [
            {
              edgeId: edge.id,
              kind: edge.finding.kind,
              sentence: sentenceOf(edge, edge.finding.events, byId),
            },
          ]
        : [],
    )
    .sort((a, b) => (a.sentence < b.sentence ? -1 : 1));
}

/** What never reached a consumer was never delivered by it either: that is no second finding. */
export function isSaidBefore({ kind, from, finding }: TopologyEdge, edges: readonly TopologyEdge[]): boolean {
  return (
    kind === 'delivers' &&
    edges.some((edge) => edge.kind === 'feeds' && edge.to === from && edge.finding?.kind === finding?.kind)
  );
}

function sentenceOf(
  edge: TopologyEdge,
  events: readonly string[],
  byId: ReadonlyMap<string, TopologyNode>,
): string {
  const from = titleOf(edge.from, byId);
  const to = titleOf(edge.to, byId);
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
      return `${from} ${VERBS[edge.kind]} ${to}`;
  }
}

const VERBS: Record<TopologyEdge['kind'], string> = {
  calls: 'calls',
  publishes: 'publishes to',
  feeds: 'feeds',
  delivers: 'delivers to',
  stores: 'stores in',
};

/** An edge as words: `order publishes to ORDER`. */
export function wayOf({ from, to, kind }: TopologyEdge, nodes: readonly TopologyNode[]): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return `${titleOf(from, byId)} ${VERBS[kind]} ${titleOf(to, byId)}`;
}

const KINDS: Record<TopologyNode['kind'], string> = {
  client: '',
  service: 'service',
  stream: 'stream',
  consumer: 'consumer',
  database: 'database',
};

/** `stream ORDER`, `the consumer analytics`: the kind is said because services, consumers and databases share names. */
export function titleOf(id: string, byId: ReadonlyMap<string, TopologyNode>): string {
  const node = byId.get(id);
  return node ? [KINDS[node.kind], node.label].filter(Boolean).join(' ') : id;
}
