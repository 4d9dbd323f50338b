import type { TopologyResponse, TopologyNode } from '@waybill/console-api';

export interface Place {
  x: number;
  y: number;
}

export const NODE_WIDTH = 164;
export const NODE_HEIGHT = 54;

const COLUMN_PITCH = NODE_WIDTH + 112;

/** A database stands directly below its service. */
export function nodeHeight({ kind }: Pick<TopologyNode, 'kind'>): number {
  return kind === 'database' ? 42 : NODE_HEIGHT;
}

const STACK_GAP = 8;
const ROW_GAP = 40;
const COLUMN = { client: 0, service: 1, database: 1, stream: 2, consumer: 3, unowned: 4 } as const;

/**
 * Left to right as a message travels: clients, services above their databases, streams, consumers. Each service has a
 * row that its consumers share, and streams lie between the rows, so that the arrow from a consumer back to its
 * service runs straight through a gap. A general graph layout would break the cycle service → stream → consumer →
 * service at some point, and at another one after the next change.
 *
 * A place depends only on which nodes there are and who publishes where, so that neither the order of the response nor
 * its figures move anything.
 */
export function placeNodes({ nodes, edges }: TopologyResponse): Map<string, Place> {
  const of = (kind: TopologyNode['kind'], owner?: string) =>
    nodes.filter((node) => node.kind === kind && (owner === undefined || node.service === owner)).sort(byId);
  const places = new Map<string, Place>();
  const stack = (stacked: readonly TopologyNode[], column: keyof typeof COLUMN, top: number) => {
    let y = top;
    for (const node of stacked) {
      places.set(node.id, { x: COLUMN[column] * COLUMN_PITCH, y });
      y += nodeHeight(node) + STACK_GAP;
    }
    return Math.max(y - STACK_GAP, top);
  };

  const services = of('service');
  const gaps: number[] = [];
  let top = 0;
  for (const service of services) {
    const name = nameOf(service);
    const upper = [service, ...of('database', name)];
    const consumers = of('consumer', name);
    const bottom = Math.max(stack(upper, 'service', top), stack(consumers, 'consumer', top));
    top = bottom + ROW_GAP;
    gaps.push(top - ROW_GAP / 2);
  }
  const height = Math.max(top - ROW_GAP, NODE_HEIGHT);

  spread(of('client'), COLUMN.client, height, places);
  const streams = streamsInOrder(of('stream'), services, edges);
  if (streams.length > gaps.length) spread(streams, COLUMN.stream, height, places);
  else {
    streams.forEach(({ id }, index) =>
      places.set(id, { x: COLUMN.stream * COLUMN_PITCH, y: gaps[index]! - NODE_HEIGHT / 2 }),
    );
  }
  // Without a known service: a consumer that was seen and is not declared.
  stack(nodes.filter(({ id }) => !places.has(id)).sort(byId), 'unowned', 0);
  return places;
}

const byId = (a: TopologyNode, b: TopologyNode) => (a.id < b.id ? -1 : 1);

/** Near the row of the publisher; a stream without consumers last: dead letters, which every service may write. */
function streamsInOrder(
  streams: readonly TopologyNode[],
  services: readonly TopologyNode[],
  edges: TopologyResponse['edges'],
): TopologyNode[] {
  const row = new Map(services.map(({ id }, index) => [id, index]));
  const rank = ({ id }: TopologyNode) =>
    edges.some(({ kind, from }) => kind === 'feeds' && from === id)
      ? Math.min(
          services.length,
          ...edges
            .filter(({ kind, to }) => kind === 'publishes' && to === id)
            .map(({ from }) => row.get(from) ?? services.length),
        )
      : services.length + 1;
  return [...streams].sort((a, b) => rank(a) - rank(b) || byId(a, b));
}

/** The name of a `service:` node. */
function nameOf({ id, label }: TopologyNode): string {
  return id.startsWith('service:') ? id.slice('service:'.length) : label;
}

function spread(
  nodes: readonly TopologyNode[],
  column: number,
  height: number,
  places: Map<string, Place>,
): void {
  const pitch = Math.max(height / (nodes.length + 1), NODE_HEIGHT + STACK_GAP);
  const first = height / 2 - (pitch * (nodes.length - 1)) / 2;
  nodes.forEach(({ id }, index) =>
    places.set(id, { x: column * COLUMN_PITCH, y: first + index * pitch - NODE_HEIGHT / 2 }),
  );
}
