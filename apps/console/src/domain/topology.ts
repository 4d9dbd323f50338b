import type { TopologyAnswer, TopologyEdge, TopologyNode } from '@waybill/console-api';

/** A stretch of the way that events take, declared or seen. */
export interface Way {
  from: string;
  to: string;
  kind: TopologyEdge['kind'];
  event: string;
}

/** What is measured on the way between two nodes. */
export interface Flow {
  perSecond: number;
  errorsPerSecond: number;
  lag: number;
}

const AT_REST: Flow = { perSecond: 0, errorsPerSecond: 0, lag: 0 };

/**
 * One edge for the ways between two nodes. What is declared and was never seen, and what was seen and nobody declared,
 * is a finding: the second one first, for it is the one that surprises.
 */
export function edgesOf(
  declared: readonly Way[],
  seen: readonly Way[],
  flowOf: (edge: Pick<TopologyEdge, 'from' | 'to' | 'kind'>) => Flow | undefined,
): TopologyEdge[] {
  const ids = new Map([...declared, ...seen].map((way) => [idOf(way), way]));
  const [declaredOn, seenOn] = [eventsById(declared), eventsById(seen)];
  return [...ids].map(([id, { from, to, kind }]) => {
    const declaredHere = [...(declaredOn.get(id) ?? [])].sort();
    const seenHere = [...(seenOn.get(id) ?? [])].sort();
    const finding = findingOf(declaredHere, seenHere);
    return {
      id,
      from,
      to,
      kind,
      events: [...new Set([...declaredHere, ...seenHere])].sort(),
      ...(flowOf({ from, to, kind }) ?? AT_REST),
      ...(finding && { finding }),
    };
  });
}

function findingOf(declared: readonly string[], seen: readonly string[]): TopologyEdge['finding'] {
  const undeclared = seen.filter((event) => !declared.includes(event));
  if (undeclared.length > 0) return { kind: 'seen-not-declared', events: undeclared };
  const unseen = declared.filter((event) => !seen.includes(event));
  return unseen.length > 0 ? { kind: 'declared-never-seen', events: unseen } : undefined;
}

/** Nodes that edges need and nobody described: something was seen there, so it is there. */
export function withMissingNodes(
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
): TopologyAnswer {
  const known = new Set(nodes.map(({ id }) => id));
  const missing = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter((id) => !known.has(id));
  const added = missing.map((id): TopologyNode => {
    const [kind = '', label = ''] = id.split(':');
    return { id, kind: kind as TopologyNode['kind'], label, state: 'unknown' };
  });
  return { nodes: [...nodes, ...added], edges: [...edges] };
}

const idOf = ({ from, to, kind }: Way) => `${from}>${to}:${kind}`;

function eventsById(ways: readonly Way[]): Map<string, Set<string>> {
  const events = new Map<string, Set<string>>();
  for (const way of ways) events.set(idOf(way), (events.get(idOf(way)) ?? new Set()).add(way.event));
  return events;
}
