import type { TopologyResponse, TopologyEdge, TopologyNode } from '@waybill/console-api';

/** An event type that is carried from one node to another, as declared or as seen. */
export interface EventEdge {
  from: string;
  to: string;
  kind: TopologyEdge['kind'];
  event: string;
}

/** What is measured between two nodes. */
export type Flow = Pick<TopologyEdge, 'perSecond' | 'errorsPerSecond' | 'lag'>;

export const NO_FLOW: Flow = { perSecond: 0, errorsPerSecond: 0, lag: 0 };

/**
 * One edge for all events between two nodes. What is declared and was never seen, and what was seen and is not declared,
 * is a finding. If both apply, the second is shown: it is the more surprising one.
 */
export function edgesOf(
  declared: readonly EventEdge[],
  seen: readonly EventEdge[],
  flowOf: (edge: Pick<TopologyEdge, 'from' | 'to' | 'kind'>) => Flow,
): TopologyEdge[] {
  const [declaredOn, seenOn] = [Map.groupBy(declared, idOf), Map.groupBy(seen, idOf)];
  return [...Map.groupBy([...declared, ...seen], idOf)].map(([id, all]) => {
    const { from, to, kind } = all[0]!;
    return {
      id,
      from,
      to,
      kind,
      events: eventsIn(all),
      ...flowOf({ from, to, kind }),
      finding: findingOf(eventsIn(declaredOn.get(id)), eventsIn(seenOn.get(id))),
    };
  });
}

function findingOf(declared: readonly string[], seen: readonly string[]): TopologyEdge['finding'] {
  const undeclared = seen.filter((event) => !declared.includes(event));
  if (undeclared.length > 0) return { kind: 'seen-not-declared', events: undeclared };
  const unseen = declared.filter((event) => !seen.includes(event));
  return unseen.length > 0 ? { kind: 'declared-never-seen', events: unseen } : undefined;
}

/** Adds the nodes that only edges name: something was seen there, so it exists. */
export function withMissingNodes(
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
): TopologyResponse {
  const known = new Set(nodes.map(({ id }) => id));
  const missing = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter((id) => !known.has(id));
  const added = missing.map((id): TopologyNode => {
    const [kind = '', label = ''] = id.split(':');
    return { id, kind: kind as TopologyNode['kind'], label, state: 'unknown' };
  });
  return { nodes: [...nodes, ...added], edges: [...edges] };
}

export const idOf = ({ from, to, kind }: Pick<TopologyEdge, 'from' | 'to' | 'kind'>) =>
  `${from}>${to}:${kind}`;

const eventsIn = (edges: readonly EventEdge[] = []) => [...new Set(edges.map(({ event }) => event))].sort();
