import { describe, expect, it } from '@jest/globals';
import type { TopologyEdge, TopologyNode } from '@waybill/console-api';
import { NODE_HEIGHT, NODE_WIDTH, placeNodes } from './place-nodes.ts';

const node = (id: string, service?: string): TopologyNode => ({
  id,
  kind: id.split(':')[0] as TopologyNode['kind'],
  label: id.split(':')[1]!,
  service,
  state: 'up',
});

const shop = [
  node('client:browser'),
  node('service:order'),
  node('service:analytics'),
  node('service:recommendation'),
  node('database:order', 'order'),
  node('database:analytics', 'analytics'),
  node('database:recommendation', 'recommendation'),
  node('stream:ORDER'),
  node('stream:BEHAVIOR'),
  node('consumer:order', 'order'),
  node('consumer:analytics', 'analytics'),
  node('consumer:analytics-figures', 'analytics'),
  node('consumer:recommendation', 'recommendation'),
];

const way = (kind: TopologyEdge['kind'], from: string, to: string): TopologyEdge => ({
  id: `${from}>${to}`,
  from,
  to,
  kind,
  events: [],
  perSecond: 0,
  errorsPerSecond: 0,
  lag: 0,
});
const edges = [
  way('publishes', 'service:order', 'stream:ORDER'),
  way('publishes', 'service:analytics', 'stream:BEHAVIOR'),
  way('feeds', 'stream:ORDER', 'consumer:order'),
  way('feeds', 'stream:BEHAVIOR', 'consumer:analytics'),
];
const place = (nodes: TopologyNode[], ways = edges) => placeNodes({ nodes, edges: ways });

describe('the places of the topology’s nodes', () => {
  it('go from left to right as a message travels', () => {
    const places = place(shop);
    const x = (id: string) => places.get(id)!.x;
    expect(x('client:browser')).toBeLessThan(x('service:order'));
    expect(x('service:order')).toBeLessThan(x('stream:ORDER'));
    expect(x('stream:ORDER')).toBeLessThan(x('consumer:order'));
  });

  it('do not overlap', () => {
    const boxes = [...place(shop).values()];
    expect(boxes).toHaveLength(shop.length);
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
      }
    }
  });

  it('do not move when the order and the figures of the response change', () => {
    const busier = shop.toReversed().map((one) => ({ ...one, detail: '99 pending', state: 'down' as const }));
    expect(new Map([...place(busier, edges.toReversed())].sort())).toEqual(new Map([...place(shop)].sort()));
  });

  it('put a consumer on the row of its service', () => {
    const places = place(shop);
    for (const name of ['order', 'analytics', 'recommendation']) {
      expect(places.get(`consumer:${name}`)!.y).toBe(places.get(`service:${name}`)!.y);
    }
  });

  it('put a stream near its publisher, and one without consumers last', () => {
    const everybody = ['order', 'analytics'].map((name) =>
      way('publishes', `service:${name}`, 'stream:DEAD'),
    );
    for (const ways of [edges, [...everybody, ...edges]]) {
      const places = place([...shop, node('stream:DEAD')], ways);
      const y = (name: string) => places.get(`stream:${name}`)!.y;
      expect([y('BEHAVIOR') < y('ORDER'), y('ORDER') < y('DEAD')]).toEqual([true, true]);
    }
  });

  it('separate what belongs to no known service', () => {
    const places = place([...shop, node('consumer:stranger'), node('database:stranger', 'nobody')]);
    const furthest = Math.max(...shop.map(({ id }) => places.get(id)!.x));
    expect(places.get('consumer:stranger')!.x).toBeGreaterThan(furthest);
    expect(places.get('database:stranger')!.x).toBeGreaterThan(furthest);
  });

  it('exist for a platform without services', () => {
    expect(place([node('stream:ORDER')]).size).toBe(1);
    expect(place([]).size).toBe(0);
  });
});
