import { describe, expect, it } from '@jest/globals';
import { DrawTopology } from './draw-topology.use-case.js';

/** One service that may be down, and a broker that may be. */
async function drawn(
  reachable: boolean,
  letters: { state: string }[] | undefined,
  up = false,
  missing = 0,
  drifts: object[] = [],
  health: object[] = [],
) {
  const dead = { name: 'DEAD', messages: 2 };
  const snapshot = { reachable, streams: new Map([['DEAD', dead]]), counts: {}, durables: new Map() };
  const figures = { pending: 1, ackPending: 0, redelivered: 0, missing, durables: [{}, {}] };
  const consumer = { consumer: 'sales', service: 'analytics', ...figures };
  const declared = { publishes: [{ type: 'behavior.seen', stream: 'BEHAVIOR' }], consumers: [] };
  const gone = { name: 'BEHAVIOR', missing: true, consumers: [] };
  const dependencies = [
    {
      services: () => [
        { name: 'analytics', up, instances: up ? [{ drifts, health }] : [], description: declared },
      ],
    },
    { snapshot: async () => snapshot, perSecond: () => 0 },
    {
      execute: async () => ({
        streams: [{ name: 'ORDER', consumers: [consumer] }, ...(missing > 0 ? [gone] : [])],
      }),
    },
    { execute: async () => ({ services: [] }) },
    { view: () => Promise.reject(new Error('no database')) },
    { ratesOf: () => ({ perSecond: 0, errorsPerSecond: 0 }) },
    {
      counts: async () =>
        letters?.map(({ state }) => ({
          ...{ consumer: 'sales', type: 'order.placed', total: 1 },
          open: Number(state === 'open'),
          replayed: Number(state === 'replayed'),
        })),
    },
  ];
  const { nodes, edges } = await new DrawTopology(
    ...(dependencies as unknown as ConstructorParameters<typeof DrawTopology>),
  ).execute();
  return { edges, state: (id: string) => nodes.find((node) => node.id === id) };
}

describe('the topology', () => {
  it('shows a service that does not respond and its consumers as down, and as unknown while the broker is down', async () => {
    const alone = await drawn(true, []);
    expect(alone.state('service:analytics')).toMatchObject({ state: 'down' });
    expect(alone.state('consumer:sales')).toMatchObject({ state: 'down' });
    const dark = await drawn(false, []);
    expect(dark.state('service:analytics')).toMatchObject({ state: 'unknown' });
    expect(dark.state('consumer:sales')).toMatchObject({ state: 'unknown' });
    expect(dark.state('database:analytics')).toMatchObject({ state: 'unknown' });
    expect(dark.state('stream:DEAD')).toMatchObject({ state: 'down' });
  });

  it('calls what lacks a durable or a stream degraded, and says what it lacks', async () => {
    const whole = await drawn(true, [], true);
    expect(whole.state('service:analytics')).toMatchObject({ state: 'up', detail: '1 process' });
    const { state } = await drawn(true, [], true, 1);
    expect(state('stream:BEHAVIOR')).toMatchObject({ state: 'down', detail: 'not in the broker' });
    expect(state('consumer:sales')).toMatchObject({
      state: 'degraded',
      detail: '1 of 2 durables missing, 1 pending, 0 in flight',
    });
    expect(state('service:analytics')).toMatchObject({
      state: 'degraded',
      detail: '1 process, no stream BEHAVIOR, 1 of 2 durables missing',
    });
  });

  it('is degraded where its processes say that a part does not work, with the cause, once', async () => {
    const check = { name: 'database', role: 'all', status: 'failing', detail: 'the database is read-only' };
    const { state } = await drawn(true, [], true, 0, [], [check, { ...check }]);
    expect(state('service:analytics')).toMatchObject({
      state: 'degraded',
      detail: '1 process, database: the database is read-only',
    });
  });

  it('calls a service degraded that says what is wrong with its streams', async () => {
    const drifts = [{ item: 'stream ORDER', kind: 'loses-messages', detail: 'max_msgs is 1' }];
    const { state } = await drawn(true, [], true, 0, drifts);
    expect(state('service:analytics')).toMatchObject({
      state: 'degraded',
      detail: '1 process, stream ORDER: loses messages',
    });
  });

  it('counts dead letters rather than the messages that carry them, and draws edges to them and back', async () => {
    const { edges, state } = await drawn(true, [{ state: 'replayed' }]);
    expect(state('stream:DEAD')).toMatchObject({ detail: '1 dead letter, 0 open' });
    expect(edges.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['consumer:sales>stream:DEAD:publishes', 'stream:DEAD>consumer:sales:feeds']),
    );
    const untold = await drawn(false, undefined);
    expect(untold.state('stream:DEAD')).toMatchObject({ detail: '2 messages' });
  });
});
