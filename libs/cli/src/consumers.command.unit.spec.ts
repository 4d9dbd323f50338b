import { beforeEach, describe, expect, it } from '@jest/globals';
import { NoRespondersError } from '@nats-io/transport-node';
import type { ConsumerStatus, ServiceDescription } from '@waybill/messaging/operations';
import { call as callCommand } from './call.fixture.js';
import { CliError } from './cli-error.js';
import { consumers } from './consumers.command.js';
import type { Platform } from './consumers/connect-consumers.js';
import { natsServiceLink, type Nats } from './consumers/nats-service-link.js';

const NOW = Date.parse('2026-11-22T10:00:00Z');

function durable(name: string, consumer: string, over: Partial<ConsumerStatus> = {}): ConsumerStatus {
  return {
    ...{ stream: 'ORDER', name, filters: ['order.confirmed.*.*.*'], completedTo: '5', observedAt: NOW },
    ...{ numPending: 0, numAckPending: 0, numRedelivered: 0 },
    metadata: { 'waybill-consumer': consumer, 'waybill-service': 'analytics' },
    ...over,
  };
}

const description = (instance: string): ServiceDescription => ({
  ...{
    service: 'analytics',
    instance,
    startedAt: '',
    roles: [],
    waiting: [],
    drifts: [],
    health: [],
    concurrency: 4,
  },
  publishes: [],
  consumers: [
    {
      ...{ consumer: 'analytics-sales', formerly: [], durable: 'analytics-sales', stream: 'ORDER' },
      ...{ filters: [], ignores: [], concurrency: 1, mode: 'batch' as const, attempts: 5 },
      routes: [{ type: 'order.confirmed', handler: 'CountSales' }],
    },
  ],
});

describe('waybill consumers', () => {
  let durables: ConsumerStatus[];
  let running: ServiceDescription[];
  let asked: unknown[];
  let deleted: string[];
  /** By this command, not by the service. */
  let moved: unknown[];
  let answer: (request: string) => unknown;
  let services: string[];
  let left: Platform['left'];

  beforeEach(() => {
    durables = [durable('analytics-sales', 'analytics-sales')];
    running = [description('one')];
    asked = [];
    deleted = [];
    moved = [];
    answer = () => [];
    services = ['analytics'];
    left = undefined;
  });

  const old = { stream: 'ORDER', name: 'analytics-sales' };
  const wanted = {
    ...{ stream: 'ORDER', name: 'analytics-sales~1', filters: ['order.confirmed.*.*.*'] },
    ...{ maxAckPending: 2, ackWaitMs: 1_000, metadata: {}, startAt: 'beginning' },
  };

  const platform = (): Platform => ({
    services,
    left,
    broker: {
      reader: {
        streamNames: () => Promise.resolve(['ORDER', 'OLD']),
        streamStatus: (name) =>
          Promise.resolve({
            ...{
              name,
              subjects: [],
              messages: 7,
              bytes: 1,
              firstPosition: '1',
              lastPosition: '7',
              isShortened: false,
              consumers: 1,
            },
            metadata: { 'waybill-service': 'analytics' },
          }),
        durables: (stream) => Promise.resolve(durables.filter((each) => each.stream === stream)),
        readPage: (stream, { from }) =>
          Promise.resolve([
            {
              ...{
                id: 'a',
                subject: 'order.confirmed.v1.standard.1',
                headers: {},
                body: new Uint8Array(),
                stream,
              },
              ...{
                position: typeof from === 'object' && 'after' in from ? from.after : '1',
                storedAt: NOW - 90_000,
              },
            },
          ]),
      },
      admin: {
        deleteConsumer: (_stream, name) => {
          deleted.push(name);
          durables = durables.filter((each) => each.name !== name);
          return Promise.resolve();
        },
        deleteStream: (name) => Promise.resolve(void deleted.push(name)),
        reposition: ({ name, startAt }) => Promise.resolve(void moved.push([name, startAt])),
      },
      reconcile: ({ consumers }) => Promise.resolve(void moved.push(...consumers.map(({ name }) => name))),
      examine: () => Promise.resolve([]),
    },
    link: {
      describe: () => Promise.resolve(running),
      ask: (service, request, payload) => {
        asked.push([service, request, payload]);
        return Promise.resolve(answer(request) as never);
      },
      askEach: (_service, request, _payload, processes) =>
        Promise.resolve(Array.from({ length: processes }, () => answer(request) as never)),
    },
  });

  const command = consumers(
    (_, work) => work(platform()),
    () => NOW,
  );
  const call = (...args: string[]) => callCommand(command, 'consumers', ...args);

  it('lists them with what waits, and for how long', async () => {
    durables = [
      durable('analytics-sales', 'analytics-sales', { numPending: 2, numAckPending: 1 }),
      durable('analytics-sales_standard', 'analytics-sales', { numPending: 9 }),
      durable('analytics-gone', 'analytics-gone'),
      durable('theirs', 'theirs', { metadata: {} }),
    ];
    const { stdout } = await call('list');
    expect(stdout).toMatch(/analytics-sales +analytics +ORDER +2 +1 +90\.0 s +ok, 1 durables left over\n/);
    expect(stdout).toMatch(/analytics-gone +analytics +ORDER +0 +0 +undeclared\n/);
    expect(stdout).not.toContain('theirs');
    running = [];
    expect((await call('list')).stdout).toContain('service does not respond');
    expect(JSON.parse((await call('list', '--json')).stdout)).toMatchObject({
      consumers: [{ consumer: 'analytics-gone', state: 'silent' }, { consumer: 'analytics-sales' }],
    });
  });

  it('pauses a consumer for a time and a reason, by the service, and shows it', async () => {
    answer = () => ({ consumer: 'analytics-sales', until: '2026-11-22T10:10:00.000Z', reason: 'moving' });
    const { stdout } = await call('pause', 'analytics-sales', '--for', '10m', '--reason', 'moving');
    expect(stdout).toBe('analytics-sales is paused until 2026-11-22T10:10:00.000Z\n');
    expect(asked).toEqual([
      ['analytics', 'consumers.pause', { consumer: 'analytics-sales', forMs: 600_000, reason: 'moving' }],
    ]);
    const stop = { consumer: 'analytics-sales', since: '2026-11-22T10:00:00.000Z' };
    running[0]!.notPulling = [
      { ...stop, cause: 'dependency-down', detail: 'payments' },
      { ...stop, cause: 'paused', detail: 'moving' },
    ];
    expect((await call('list')).stdout).toMatch(/analytics-sales .* paused: moving\n/);
    running[0]!.notPulling = running[0]!.notPulling.slice(0, 1);
    expect((await call('list')).stdout).toMatch(/analytics-sales .* waits for payments\n/);
  });

  it('resumes a consumer, and says so if it was not paused', async () => {
    answer = () => ({ consumer: 'analytics-sales', wasPaused: true });
    expect((await call('resume', 'analytics-sales')).stdout).toContain('goes on from where it stands');
    answer = () => ({ consumer: 'analytics-sales', wasPaused: false });
    expect((await call('resume', 'analytics-sales')).stdout).toContain('was not paused');
    expect((await call('resume', 'typo')).stderr).toContain('there is no consumer typo');
  });

  it.each(['10', '0s', '91d', '-1h', 'soon'])('refuses to pause for "%s"', async (text) => {
    const { stderr, exitCode } = await call('pause', 'analytics-sales', '--for', text);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Write 30s, 10m, 2h or 1d');
    expect(asked).toEqual([]);
  });

  it.each([
    ['beginning', 'beginning'],
    ['17', { sequence: 17 }],
    ['15m', { time: '2026-11-22T09:45:00.000Z' }],
    ['2026-11-22', { time: '2026-11-22T00:00:00.000Z' }],
  ])('rewinds to %s, by the service', async (text, to) => {
    const stands = [{ stream: 'ORDER', at: '2026-11-22T00:00:00.000Z' }];
    answer = () => ({ consumer: 'analytics-sales', stands, ahead: 0, repeated: 3 });
    const { stdout, exitCode } = await call('rewind', 'analytics-sales', '--to', text, '--repeat');
    expect(asked).toEqual([
      ['analytics', 'consumers.rewind', { consumer: 'analytics-sales', to, repeat: true }],
    ]);
    expect({ stdout, exitCode }).toEqual({
      exitCode: 0,
      stdout:
        'analytics-sales: ORDER from 2026-11-22T00:00:00.000Z on\n3 handled messages take effect again\nit has caught up\n',
    });
  });

  it('rebuilds, by the service, and says how far it is until it has caught up', async () => {
    answer = () => ({ consumer: 'analytics-sales', epoch: 1, ahead: 5 });
    const { stdout } = await call('rebuild', 'analytics-sales', '--json');
    expect(asked).toEqual([
      ['analytics', 'consumers.rebuild', { consumer: 'analytics-sales', partial: false }],
    ]);
    expect(JSON.parse(stdout)).toEqual({ consumer: 'analytics-sales', epoch: 1, ahead: 5, remaining: 0 });
  });

  it('does at the broker what the service is not permitted to', async () => {
    const at = '2026-11-22T00:00:00.000Z';
    const durable = { ...wanted, startAt: { time: at } };
    answer = () => ({ consumer: 'analytics-sales', stands: [], ahead: 0, repeated: 0, left: [durable] });
    expect((await call('rewind', 'analytics-sales', '--to', 'beginning')).exitCode).toBe(0);
    expect(moved).toEqual([['analytics-sales~1', { time: new Date(at) }]]);
    moved = [];
    answer = (request) =>
      request === 'consumers.rebuild'
        ? { consumer: 'analytics-sales', epoch: 1, ahead: 0, left: true }
        : { startedAt: at, streams: [], consumers: [durable], moves: [], obsolete: [old] };
    expect((await call('rebuild', 'analytics-sales')).exitCode).toBe(0);
    expect({ moved, deleted }).toEqual({ moved: ['analytics-sales~1'], deleted: ['analytics-sales'] });
  });

  it('removes nothing without --yes, and then only what no service declares, and nothing of others', async () => {
    durables.push(
      durable('analytics-gone', 'analytics-gone'),
      durable('theirs', 'theirs', { metadata: {} }),
      durable('theirs-too', 'theirs', { stream: 'OLD', metadata: {} }),
    );
    const rows = [{ consumer: 'analytics-gone', rows: 12 }];
    answer = () => rows;
    const dry = await call('prune');
    expect(dry.stdout).toMatch(/durable +ORDER analytics-gone +no process declares the consumer\n/);
    expect(dry.stdout).toMatch(/rows +12 of analytics-gone \(analytics\)/);
    expect(dry.stdout).toContain('nothing was removed: add --yes');
    expect(deleted).toEqual([]);
    expect((await call('prune', '--yes')).exitCode).toBe(0);
    expect(deleted).toEqual(['analytics-gone']);
    expect(asked.at(-1)).toEqual([
      'analytics',
      'consumers.forget',
      {
        ...{ keep: ['analytics-sales'], types: [], dryRun: false },
        removed: ['durable analytics-gone of ORDER'],
      },
    ]);
    await call('prune', '--streams', '--yes');
    expect(deleted).toEqual(['analytics-gone', 'OLD']);
  });

  it('names event types that a durable pulls and no process handles, and makes the durable narrower', async () => {
    durables = [
      durable('analytics-sales', 'analytics-sales', {
        filters: ['order.confirmed.*.*.*', 'order.cancelled.*.*.*'],
      }),
    ];
    expect((await call('prune')).stdout).toMatch(
      /event type +order\.cancelled of analytics-sales +no process handles it; 1 not handled\n/,
    );
    const reply = { startedAt: '', streams: [], consumers: [wanted], moves: [], obsolete: [] };
    answer = (request) => (request === 'topology.wanted' ? reply : []);
    await call('prune', '--yes');
    expect(deleted).toEqual(['analytics-sales']);
    expect(moved).toEqual(['analytics-sales~1']);
    expect(asked.at(-1)).toMatchObject([
      'analytics',
      'consumers.forget',
      { types: [{ consumer: 'analytics-sales', type: 'order.cancelled' }] },
    ]);
    durables = [durable('analytics-sales', 'analytics-sales')];
    expect(await call('prune', '--yes')).toMatchObject({
      stdout: expect.stringContaining('nothing to remove'),
    });
  });

  it('removes durables of a service that is gone, and asks it nothing', async () => {
    running = [];
    expect((await call('prune', '--yes')).stdout).toContain('no process of the service replies');
    expect({ deleted, asked }).toEqual({ deleted: ['analytics-sales'], asked: [] });
  });

  it('removes stream and database of a service that the workspace no longer has, on its own servers only', async () => {
    running = [];
    services = ['order'];
    expect((await call('prune', '--json')).stdout).toContain('"streams": []');
    let databases = [{ name: 'waybill_analytics', bytes: 7_400_000 }];
    left = {
      find: () => Promise.resolve(databases),
      drop: async (names, onDropped) => {
        databases = [];
        for (const name of names) onDropped(name);
      },
    };
    const dry = await call('prune');
    expect(dry.stdout).toMatch(/stream +OLD of analytics +not used; it holds 7 messages\n/);
    expect(dry.stdout).toMatch(/database +waybill_analytics, and its login +no service .*; 7\.4 MB/);
    expect({ deleted, databases }).toMatchObject({ deleted: [], databases: [{}] });
    const { removed } = JSON.parse((await call('prune', '--yes', '--json')).stdout) as { removed: string[] };
    expect(removed).toEqual([
      'durable analytics-sales of ORDER',
      'stream ORDER',
      'stream OLD',
      'database and login waybill_analytics',
    ]);
    services = ['analytics'];
    expect((await call('prune', '--json')).stdout).toContain('"streams": []');
  });

  it.each([
    [['rewind', 'analytics-sales'], 2, '--to'],
    [['rewind', 'analytics-sales', '--to', 'yesterday'], 2, 'is not a time'],
    [['rewind', '--to', '2h'], 2, "missing required argument 'consumer'"],
    [['rebuild', 'a', 'b'], 2, 'too many arguments'],
    [['rebuild', 'analytics-sale'], 1, 'consumers: analytics-sales'],
    [['move'], 2, 'commands: list, pause, resume, rewind, rebuild, prune'],
    [[], 2, 'rewind [options] <consumer>'],
  ])('says what is wrong with "%s"', async (args, exitCode, text) => {
    expect(await call(...args)).toMatchObject({ exitCode, stderr: expect.stringContaining(text) });
    expect(asked).toEqual([]);
  });

  it('fails with what the service refuses with', async () => {
    answer = () => {
      throw new CliError('say --repeat', { code: 'CONSUMER_OPERATION_REFUSED' });
    };
    expect(await call('rewind', 'analytics-sales', '--to', 'beginning')).toMatchObject({
      exitCode: 1,
      stderr: 'say --repeat\n',
    });
  });
});

describe('the link to running services', () => {
  const message = (body: unknown) => ({ json: <T>() => body as T });
  const nobody = new NoRespondersError('waybill.analytics.describe');

  const nats = (over: Partial<Nats>): Nats => ({
    requestMany: () => Promise.reject(nobody),
    request: () => Promise.reject(nobody),
    ...over,
  });

  it('asks in the namespace, and takes one reply of each process', async () => {
    const subjects: string[] = [];
    const link = natsServiceLink(
      nats({
        requestMany: async (subject) => {
          subjects.push(subject);
          return (async function* () {
            yield* [message({ response: description('one') }), message({ response: description('two') })];
            yield message({ isDisposed: true });
          })();
        },
      }),
      'staging',
      'ana',
    );
    expect((await link.describe('analytics')).map(({ instance }) => instance)).toEqual(['one', 'two']);
    expect(subjects).toEqual(['staging.waybill.analytics.describe']);
  });

  it('names who asks', async () => {
    const named: string[] = [];
    const request: Nats['request'] = (_subject, _payload, { headers }) => {
      named.push(headers.get('waybill-operator'));
      return Promise.resolve(message({ response: {} }));
    };
    await natsServiceLink(nats({ request }), undefined, 'Zoë').ask('analytics', 'consumers.resume', {
      consumer: 'analytics',
    });
    expect(named).toEqual(['Zo%C3%AB']);
  });

  it('knows a service that is not running from one that refuses', async () => {
    const link = natsServiceLink(nats({}), undefined, 'ana');
    expect(await link.describe('analytics')).toEqual([]);
    await expect(link.ask('analytics', 'outbox.status', {})).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: 'no process of analytics is running',
    });
    const refuses = natsServiceLink(
      nats({ request: () => Promise.resolve(message({ err: { code: 'X', message: 'no' } })) }),
      undefined,
      'ana',
    );
    await expect(refuses.ask('analytics', 'outbox.status', {})).rejects.toMatchObject({
      code: 'X',
      message: 'no',
    });
  });
});
