import { expect, test } from '@jest/globals';
import type { TopologyEdge } from '@waybill/console-api';
import { withWaiting } from './waiting.ts';

const edge = (change: Partial<TopologyEdge>): TopologyEdge => ({
  id: 'e',
  from: 'stream:ORDER',
  to: 'consumer:analytics',
  kind: 'feeds',
  events: [],
  perSecond: 0,
  errorsPerSecond: 0,
  lag: 0,
  ...change,
});
const inHand = (lag: number) =>
  edge({ kind: 'delivers', from: 'consumer:analytics', to: 'service:analytics', lag });
const lags = (...edges: TopologyEdge[]) => withWaiting(edges).map(({ lag }) => lag);

test('messages that a consumer is handling do not wait', () => {
  expect(lags(edge({ lag: 1 }), inHand(1))).toEqual([0, 0]);
  expect(lags(edge({ lag: 12 }), inHand(5))).toEqual([7, 0]);
});

test('an outbox that publishes as fast as it is filled does not wait, one that stands still does', () => {
  const outbox = { kind: 'publishes', from: 'service:order', to: 'stream:ORDER' } as const;
  expect(lags(edge({ ...outbox, lag: 1, perSecond: 1.2 }))).toEqual([0]);
  expect(lags(edge({ ...outbox, lag: 1, perSecond: 0 }))).toEqual([1]);
});
