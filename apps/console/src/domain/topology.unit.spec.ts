import { describe, expect, it } from '@jest/globals';
import { edgesOf, NO_FLOW, withMissingNodes, type EventEdge } from './topology.js';

const publishes = (event: string): EventEdge => ({
  from: 'service:order',
  to: 'stream:ORDER',
  kind: 'publishes',
  event,
});

describe('the edges of the topology', () => {
  it('agree where everything declared was seen', () => {
    const [edge, ...others] = edgesOf(
      [publishes('a'), publishes('b')],
      [publishes('b'), publishes('a')],
      () => ({
        perSecond: 2,
        errorsPerSecond: 0,
        lag: 3,
      }),
    );
    expect(others).toEqual([]);
    expect(edge).toMatchObject({ events: ['a', 'b'], perSecond: 2, lag: 3 });
    expect(edge?.finding).toBeUndefined();
  });

  it('flag what is declared and was never seen, and what was seen but is not declared', () => {
    const rest = () => NO_FLOW;
    expect(edgesOf([publishes('a'), publishes('b')], [publishes('a')], rest)[0]?.finding).toEqual({
      kind: 'declared-never-seen',
      events: ['b'],
    });
    expect(edgesOf([publishes('a')], [publishes('c')], rest)[0]?.finding).toEqual({
      kind: 'seen-not-declared',
      events: ['c'],
    });
  });

  it('have nodes at both ends, known or not', () => {
    const edges = edgesOf([], [publishes('a')], () => NO_FLOW);
    const known = { id: 'service:order', kind: 'service', label: 'order', state: 'up' } as const;
    expect(withMissingNodes([known], edges).nodes).toEqual([
      known,
      { id: 'stream:ORDER', kind: 'stream', label: 'ORDER', state: 'unknown' },
    ]);
  });
});
