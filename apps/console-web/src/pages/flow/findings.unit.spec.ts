import { describe, expect, it } from '@jest/globals';
import type { TopologyResponse } from '@waybill/console-api';
import { findingsOf, edgeWords } from './findings.ts';

const topology: TopologyResponse = {
  nodes: [
    { id: 'service:order', kind: 'service', label: 'order', state: 'up' },
    { id: 'stream:ORDER', kind: 'stream', label: 'ORDER', state: 'up' },
    { id: 'consumer:analytics', kind: 'consumer', label: 'analytics', service: 'analytics', state: 'up' },
  ],
  edges: [
    {
      id: 'publish',
      from: 'service:order',
      to: 'stream:ORDER',
      kind: 'publishes',
      events: ['order.placed', 'order.cancelled'],
      perSecond: 1,
      errorsPerSecond: 0,
      lag: 0,
      finding: { kind: 'declared-never-seen', events: ['order.cancelled'] },
    },
    {
      id: 'feed',
      from: 'stream:ORDER',
      to: 'consumer:analytics',
      kind: 'feeds',
      events: [],
      perSecond: 1,
      errorsPerSecond: 0,
      lag: 0,
      finding: { kind: 'seen-not-declared', events: [] },
    },
  ],
};

describe('the findings of a topology', () => {
  it('say what was declared and never seen, and what was seen and never declared', () => {
    expect(findingsOf(topology)).toEqual([
      {
        edgeId: 'publish',
        kind: 'declared-never-seen',
        sentence: 'service order publishes order.cancelled to stream ORDER',
      },
      {
        edgeId: 'feed',
        kind: 'seen-not-declared',
        sentence: 'stream ORDER feeds consumer analytics with something',
      },
    ]);
  });

  it('are listed once for a consumer, not again for its delivery', () => {
    const feed = topology.edges[1]!;
    const deliver = {
      ...feed,
      id: 'deliver',
      kind: 'delivers' as const,
      from: feed.to,
      to: 'service:analytics',
    };
    const ids = (edges: TopologyResponse['edges']) =>
      findingsOf({ ...topology, edges }).map(({ edgeId }) => edgeId);
    expect(ids([feed, deliver])).toEqual(['feed']);
    expect(ids([{ ...feed, finding: undefined }, deliver])).toEqual(['deliver']);
  });

  it('are empty if declarations and traffic agree', () => {
    expect(
      findingsOf({ ...topology, edges: topology.edges.map((e) => ({ ...e, finding: undefined })) }),
    ).toEqual([]);
  });

  it('name a node that the response leaves out by its id', () => {
    expect(edgeWords(topology.edges[1]!, topology.nodes.slice(0, 2))).toBe(
      'stream ORDER feeds consumer:analytics',
    );
  });
});
