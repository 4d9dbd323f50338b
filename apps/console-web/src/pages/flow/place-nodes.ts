import type { TopologyNode } from '@waybill/console-api';

export interface Place {
  x: number;
  y: number;
}

export const NODE_WIDTH = 188;
export const NODE_HEIGHT = 62;

const COLUMN_PITCH = NODE_WIDTH + 134;
const STACK_GAP = 14;
const ROW_GAP = 66;
const COLUMN = { client: 0, service: 1, database: 1, stream: 2, consumer: 3, unowned: 4 } as const;

/**
 * Left to right as a message travels: clients, services over their databases, streams, consumers. Each service has a
 * row that its consumers share, and streams lie between the rows, so that the arrow from a consumer back to its
 * service runs straight through a gap. A general graph layout would break the circle service → stream → consumer →
 * service somewhere, and elsewhere again after the next change.
 *
 * A place depends on which nodes there are and on nothing else: neither their order nor their figures move them.
 */
export function placeNodes(nodes: readonly TopologyNode[]): Map<string, Place> {
  const of = (kind: TopologyNode['kind'], owner?: string) =>
    nodes
      .filter((node) => node.kind === kind && (owner === undefined || node.service === owner))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  const places = new Map<string, Place>();
  const stack = (stacked: readonly TopologyNode[], column: keyof typeof COLUMN, top: number) =>
    stacked.forEach(({ id }, index) =>
      places.set(id, { x: COLUMN[column] * COLUMN_PITCH, y: top + index * (NODE_HEIGHT + STACK_GAP) }),
    );

  const services = of('service');
  const gaps: number[] = [];
  let top = 0;
  for (const service of services) {
    const name = nameOf(service);
    const upper = [service, ...of('database', name)];
    const consumers = of('consumer', name);
    stack(upper, 'service', top);
    stack(consumers, 'consumer', top);
    top += stackHeight(Math.max(upper.length, consumers.length)) + ROW_GAP;
    gaps.push(top - ROW_GAP / 2);
  }
  const height = Math.max(top - ROW_GAP, NODE_HEIGHT);

  spread(of('client'), COLUMN.client, height, places);
  const streams = of('stream');
  if (streams.length > gaps.length) spread(streams, COLUMN.stream, height, places);
  else {
    streams.forEach(({ id }, index) =>
      places.set(id, { x: COLUMN.stream * COLUMN_PITCH, y: gaps[index]! - NODE_HEIGHT / 2 }),
    );
  }
  // Whose service is not known: a consumer that was seen and that nobody declares.
  stack(
    nodes.filter(({ id }) => !places.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    'unowned',
    0,
  );
  return places;
}

/** The service that a `service:` node is. */
function nameOf({ id, label }: TopologyNode): string {
  return id.startsWith('service:') ? id.slice('service:'.length) : label;
}

function stackHeight(count: number): number {
  return count * NODE_HEIGHT + (count - 1) * STACK_GAP;
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
