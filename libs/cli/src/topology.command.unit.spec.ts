import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TopologyDrift, TopologyReply } from '@waybill/messaging/operations';
import { call as callCommand } from './call.fixture.js';
import type { Platform } from './consumers/connect-consumers.js';
import { topology } from './topology.command.js';

const durable = {
  ...{ stream: 'ORDER', name: 'analytics-sales~1', filters: ['order.confirmed.*.*.*'] },
  ...{ maxAckPending: 2, ackWaitMs: 1_000, metadata: {} },
  startAt: { time: '2026-11-22T10:00:00.000Z' },
};
const wanted = (startedAt: string, over: Partial<TopologyReply> = {}): TopologyReply => ({
  ...{ startedAt, streams: [], consumers: [durable], moves: [], obsolete: [] },
  ...over,
});

describe('waybill topology', () => {
  /** What each running process wants, by service. */
  let replies: Record<string, TopologyReply[]>;
  let running: Record<string, number>;
  let drifts: TopologyDrift[];
  let done: unknown[];

  beforeEach(() => {
    replies = { analytics: [wanted('2026-11-22T10:00:00Z')] };
    running = { analytics: 1 };
    drifts = [];
    done = [];
  });

  const note = (...what: unknown[]) => Promise.resolve(void done.push(what));
  const broker: Omit<Platform['broker'], 'reader'> = {
    examine: (_, settings) => Promise.resolve(settings === 'every' ? drifts : []),
    reconcile: ({ streams, consumers }) =>
      note('reconcile', ...[...streams, ...consumers].map(({ name }) => name)),
    admin: {
      reposition: ({ name, startAt }) => note('move', name, startAt),
      deleteConsumer: (stream, name) => note('delete', stream, name),
      deleteStream: (stream) => note('delete', stream),
    },
  };
  const platform = () =>
    ({
      services: Object.keys(running),
      broker,
      link: {
        describe: (service: string) => Promise.resolve(Array.from({ length: running[service]! })),
        askEach: (service: string) => Promise.resolve(replies[service]!),
      },
    }) as unknown as Platform;

  const command = topology((_, work) => work(platform()));
  const call = (...args: string[]) => callCommand(command, 'topology', ...args);
  const missing = { item: 'stream ORDER', kind: 'missing' as const, detail: 'is gone' };

  it('shows what differs, once, changes nothing, and exits with 1', async () => {
    drifts = [missing, { item: 'stream DEAD', kind: 'changed', detail: 'max_age is 1 and declared as 2' }];
    replies['analytics']!.push(
      wanted('2026-11-22T11:00:00Z', {
        moves: [{ stream: 'ORDER', name: 'analytics-sales~1', reason: 'it stands beyond the database' }],
        obsolete: [{ stream: 'ORDER', name: 'analytics-sales' }],
      }),
    );
    running['analytics'] = 2;
    const { stdout, exitCode } = await call('diff');
    expect(stdout.split('\n').slice(1, 5)).toEqual([
      'create  stream ORDER',
      expect.stringMatching(/^update {2}stream DEAD +max_age is 1 and declared as 2$/),
      expect.stringMatching(/^move +consumer analytics-sales~1 of stream ORDER +it stands beyond/),
      expect.stringMatching(/^delete +consumer analytics-sales of stream ORDER +from before/),
    ]);
    expect({ exitCode, done }).toEqual({ exitCode: 1, done: [] });
  });

  it('says that nothing differs, and exits with 0', async () => {
    expect(await call('diff')).toMatchObject({
      exitCode: 0,
      stdout: 'nothing differs: streams and durables are as declared\n',
    });
  });

  it('applies what each process wants, what the newest wants last', async () => {
    const old = replies['analytics']![0]!;
    const moves = [{ stream: 'ORDER', name: 'analytics-sales~1', reason: 'r' }];
    const obsolete = [{ stream: 'ORDER', name: 'analytics-sales' }];
    replies['analytics'] = [wanted('2026-11-22T11:00:00Z', { moves, obsolete }), { ...old, consumers: [] }];
    running['analytics'] = 2;
    drifts = [missing];
    const { stdout, exitCode } = await call('apply', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ applied: [{ change: 'create' }, {}, {}], silent: [] });
    expect({ exitCode, done }).toEqual({
      exitCode: 0,
      done: [
        ['reconcile'],
        ['reconcile'],
        ['reconcile'],
        ['move', 'analytics-sales~1', { time: new Date(durable.startAt.time) }],
        ['reconcile', 'analytics-sales~1'],
        ['delete', 'ORDER', 'analytics-sales'],
      ],
    });
  });

  it('names services of which a process does not reply, does the rest, and exits with 1', async () => {
    Object.assign(running, { analytics: 2, order: 0 });
    const { stdout, exitCode } = await call('apply');
    expect(stdout).toMatch(/not every process of analytics replies.*\nnot every process of order replies/);
    expect({ exitCode, done }).toMatchObject({
      exitCode: 1,
      done: [['reconcile'], ['reconcile', 'analytics-sales~1']],
    });
    running['analytics'] = 1;
    expect((await call('diff', 'analytics')).exitCode).toBe(0);
    expect((await call('diff')).exitCode).toBe(1);
  });

  it('names what no update can do, and fails to apply it', async () => {
    drifts = [{ item: 'stream ORDER', kind: 'foreign', detail: 'belongs to another platform' }];
    expect((await call('diff')).stdout).toMatch(/refused {2}stream ORDER {2}belongs to another platform/);
  });
});
