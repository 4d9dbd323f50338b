import { describe, expect, it } from '@jest/globals';
import type { TopologyNode } from '@waybill/console-api';
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

describe('the places of the topology’s nodes', () => {
  it('go from left to right as a message travels', () => {
    const places = placeNodes(shop);
    const x = (id: string) => places.get(id)!.x;
    expect(x('client:browser')).toBeLessThan(x('service:order'));
    expect(x('service:order')).toBeLessThan(x('stream:ORDER'));
    expect(x('stream:ORDER')).toBeLessThan(x('consumer:order'));
  });

  it('do not overlap', () => {
    const boxes = [...placeNodes(shop).values()];
    expect(boxes).toHaveLength(shop.length);
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
      }
    }
  });

  it('stay where they are when the answer’s order and figures change', () => {
    const busier = shop.toReversed().map((one) => ({ ...one, detail: '99 pending', state: 'down' as const }));
    expect(new Map([...placeNodes(busier)].sort())).toEqual(new Map([...placeNodes(shop)].sort()));
  });

  it('put a consumer on the row of its service', () => {
    const places = placeNodes(shop);
    for (const name of ['order', 'analytics', 'recommendation']) {
      expect(places.get(`consumer:${name}`)!.y).toBe(places.get(`service:${name}`)!.y);
    }
  });

  it('keep apart what belongs to no known service', () => {
    const places = placeNodes([...shop, node('consumer:stranger'), node('database:stranger', 'nobody')]);
    const furthest = Math.max(...shop.map(({ id }) => places.get(id)!.x));
    expect(places.get('consumer:stranger')!.x).toBeGreaterThan(furthest);
    expect(places.get('database:stranger')!.x).toBeGreaterThan(furthest);
  });

  it('exist for a platform without services', () => {
    expect(placeNodes([node('stream:ORDER')]).size).toBe(1);
    expect(placeNodes([]).size).toBe(0);
  });
});
