import { describe, expect, it } from '@jest/globals';
import type { TopologyNode } from '@waybill/console-api';
import { drawnLabel, edgeFigures, hueOf, nodeLinks } from './node-words.ts';

const consumer: TopologyNode = {
  id: 'consumer:analytics-sales',
  kind: 'consumer',
  label: 'analytics-sales',
  service: 'analytics',
  state: 'up',
};

describe('a node of the flow', () => {
  it('has the hue of its owner', () => {
    expect(hueOf(consumer)).toMatch(/^var\(--service-analytics, /);
    expect(hueOf({ kind: 'stream', label: 'ORDER' })).toBe('var(--broker)');
    expect(hueOf({ kind: 'client', label: 'Browser' })).toMatch(/^var\(--service-browser, /);
  });

  it('is drawn without the service’s name before it', () => {
    expect(drawnLabel({ ...consumer, label: 'analytics-count-sales' })).toBe('count sales');
    expect(drawnLabel({ ...consumer, label: 'analytics' })).toBe('analytics');
    expect(drawnLabel({ kind: 'stream', label: 'analytics-x', service: 'analytics' })).toBe('analytics-x');
  });

  it('leads to the pages that know more about it', () => {
    expect(nodeLinks(consumer).map(({ href }) => href)).toEqual([
      '/dead-letters?consumer=analytics-sales',
      '/streams',
      '/traces?service=analytics',
    ]);
    expect(nodeLinks({ ...consumer, kind: 'stream', label: 'A B' })[0]!.href).toBe('/streams/A%20B');
  });
});

describe('an edge’s figures', () => {
  const edge = {
    id: 'e',
    from: 'a',
    to: 'b',
    kind: 'feeds',
    events: [],
    errorsPerSecond: 0,
    lag: 0,
  } as const;

  it('are left out while they are zero', () => {
    expect(edgeFigures({ ...edge, events: [], perSecond: 0 })).toEqual([]);
    expect(edgeFigures({ ...edge, events: [], perSecond: 2, errorsPerSecond: 0.5, lag: 1 })).toEqual([
      '2\u00a0/s',
      '0.5\u00a0/s fail',
      '1 waits',
    ]);
  });
});
