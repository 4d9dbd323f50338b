import type { TopologyAnswer, TopologyEdge, TopologyNode } from '@waybill/console-api';

export interface Finding {
  edgeId: string;
  kind: NonNullable<TopologyEdge['finding']>['kind'];
  sentence: string;
}

/** Where declarations and traffic disagree, one sentence each; what was seen undeclared first, for that is a fault. */
export function findingsOf({ nodes, edges }: TopologyAnswer): Finding[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges
    .flatMap((edge) => (edge.finding ? [{ edge, finding: edge.finding }] : []))
    .map(({ edge, finding }) => ({
      edgeId: edge.id,
      kind: finding.kind,
      sentence: sentenceOf(edge, finding, byId),
    }))
    .sort((a, b) => rank(a) - rank(b) || (a.sentence < b.sentence ? -1 : 1));
}

const rank = ({ kind }: Finding) => (kind === 'seen-not-declared' ? 0 : 1);

function sentenceOf(
  { from, to, kind }: TopologyEdge,
  finding: NonNullable<TopologyEdge['finding']>,
  byId: ReadonlyMap<string, TopologyNode>,
): string {
  const way = `${titleOf(from, byId)} ${VERBS[kind]} ${titleOf(to, byId)}`;
  const events = finding.events.length > 0 ? ` (${finding.events.join(', ')})` : '';
  return finding.kind === 'declared-never-seen'
    ? `${way}${events}: declared, but no such message was seen yet.`
    : `${way}${events}: seen, though nothing declares it.`;
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
