import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { stackConfig } from './config.js';
import type { ProcessView } from './control/process-control.js';
import { bringUp } from './migrations/bring-up.js';
import { portPlan, type PortPlan } from './ports/port-plan.js';
import { freePortBase, requireFreePorts } from './ports/require-free-ports.js';
import { withClient } from './postgres/with-client.js';
import { identify, signal } from './process/process-identity.js';
import { waitUntil } from './process/wait-until.js';
import type { StackOptions } from './stack-options.js';
import { startStack, type Cancellation, type Stack } from './start-stack.js';
import { controlOf } from './state/run-record.js';
import type { StackState } from './state/state-file.js';
import { stackStatus } from './status/stack-status.js';
import { freePort, ownServers } from '@waybill/testing';
import { serviceNames } from './workspace.js';

/** For what never happens (milliseconds): no measure of speed. */
const HANGS = 90_000;

const hasConsole = serviceNames.includes('console');
const itWithConsole = hasConsole ? it : it.skip;

/** Ready at once, and responds to everything with its environment; on SIGTERM it prints whether the servers still run, and exits. */
const SERVICE = `
import { createServer } from 'node:http';
import { connect } from 'node:net';
const server = createServer((_, response) => response.end(JSON.stringify(process.env))).listen(process.env.PORT, process.env.HOST);
const runs = (url) => new Promise((resolve) => {
  const { hostname, port } = new URL(url);
  const socket = connect(port, hostname, () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
});
process.on('SIGTERM', async () => {
  const consoleUrl = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (consoleUrl) console.log('drained, console:', await runs(consoleUrl));
  console.log('drained, nats:', await runs(process.env.NATS_URL), 'postgres:', await runs(process.env.DATABASE_URL));
  process.exit(0);
});
`;

describe('a running stack', () => {
  let place: Place;
  let stack: Stack;

  beforeAll(async () => {
    place = await makePlace();
    stack = await place.start();
  });

  afterAll(() => place.remove());

  it('says in state.json where everything is', () => {
    expect(place.state()).toEqual({
      urls: Object.fromEntries(serviceNames.map((name) => [name, `http://127.0.0.1:${place.ports[name]}`])),
      postgres: Object.fromEntries(
        serviceNames.map((name) => [name, expect.stringMatching(`^postgresql://.*/waybill_${name}$`)]),
      ),
      nats: `nats://127.0.0.1:${place.ports.nats}`,
      pids: Object.fromEntries(
        ['supervisor', 'postgres', 'nats', ...serviceNames].map((name) => [name, expect.any(Number)]),
      ),
    });
  });

  it('lets each login into its own migrated database, and into no other', async () => {
    const { postgres } = place.state();
    expect(await select(postgres['order']!, 'SELECT count(*)::int AS rows FROM outbox')).toEqual([
      { rows: 0 },
    ]);
    for (const database of ['waybill_analytics', 'postgres', 'template1']) {
      const foreign = Object.assign(new URL(postgres['order']!), { pathname: `/${database}` });
      await expect(select(foreign.href, 'SELECT 1')).rejects.toThrow('permission denied for database');
    }
  });

  it('really uses servers/postgres.conf', async () => {
    const [row] = await select(place.state().postgres['order']!, 'SHOW shared_buffers');
    expect(row).toEqual({ shared_buffers: '64MB' });
  });

  it.each(['order', 'nats', 'postgres'])(
    'restarts %s when it exits, says so, and records the new pid',
    async (name) => {
      const before = place.state().pids[name]!;
      signal(identify(before)!, 'SIGKILL');
      await waitUntil(() => place.said.some((line) => line.startsWith(`${name} runs again`)), {
        until: `${name} runs again`,
        timeout: HANGS,
      });
      expect(place.said).toContainEqual(
        expect.stringMatching(new RegExp(`^${name} exited \\(signal SIGKILL\\)`)),
      );
      expect(place.state().pids[name]).not.toBe(before);
    },
  );

  it('stops a process on request and leaves it so, says it in state.json, and starts it again', async () => {
    const before = place.state();
    expect(await ask(place, 'POST', '/processes/analytics/stop')).toMatchObject({ state: 'stopped' });
    expect(identify(before.pids['analytics']!)).toBeUndefined();
    const { analytics: _, ...others } = before.pids;
    expect(place.state()).toEqual({ ...before, pids: others, stopped: ['analytics'] });
    expect(await stackStatus(place.state())).toContainEqual(
      expect.objectContaining({ name: 'analytics', healthy: false, stopped: true }),
    );

    expect(await ask(place, 'POST', '/processes/analytics/start')).toMatchObject({ stoppable: true });
    await waitUntil(() => stack.state.pids['analytics'] !== undefined, {
      until: 'analytics runs again',
      timeout: HANGS,
    });
    expect(place.state()).toEqual({ ...before, pids: expect.objectContaining(others) });
    expect(place.state()).not.toHaveProperty('stopped');
  });

  it('restarts one service for new code, and nothing else', async () => {
    const { analytics: before, ...others } = place.state().pids;
    expect(await stack.restart('analytics')).toBe(true);
    const { analytics: after, ...unchanged } = place.state().pids;
    expect(after).not.toBe(before);
    expect(unchanged).toEqual(others);
    expect(place.state()).not.toHaveProperty('stopped');
  });

  it('runs a service as another terminal says, for as long as that terminal is there', async () => {
    const { url, token } = controlOf(place.dataDir)!;
    const post = (path: string, init: RequestInit = {}) =>
      fetch(`${url}/processes/order/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        ...init,
      });
    const orderSays = async () =>
      (await (await fetch(place.state().urls['order']!)).json()) as Record<string, string>;
    const terminal = new AbortController();
    const debuggerPort = await freePort();
    await post('serve', {
      body: JSON.stringify({
        env: { PAYMENT_DECLINE_CUSTOMERS: 'zed', PORT: '1' },
        inspectorPort: debuggerPort,
      }),
      signal: terminal.signal,
    });
    const before = place.state().pids['order'];
    expect(await stack.restart('order')).toBe(false); // left to that terminal
    expect(place.state().pids['order']).toBe(before);

    expect((await post('restart')).status).toBe(200);
    expect(await orderSays()).toMatchObject({
      PAYMENT_DECLINE_CUSTOMERS: 'zed',
      PORT: String(place.ports['order']),
    });
    await expect(requireFreePorts({ debugger: debuggerPort })).rejects.toMatchObject({ code: 'PORT_TAKEN' });

    const served = place.state().pids['order'];
    terminal.abort();
    await waitUntil(() => ![served, undefined].includes(place.state().pids['order']), {
      until: 'order is restarted',
      timeout: HANGS,
    });
    await waitUntil(async () => !('PAYMENT_DECLINE_CUSTOMERS' in (await orderSays())), {
      until: 'order runs as before',
      timeout: HANGS,
    });
    await requireFreePorts({ debugger: debuggerPort });
  });

  it('stops and starts the broker on request, and never Postgres', async () => {
    expect(await ask(place, 'POST', '/processes/nats/stop')).toMatchObject({ state: 'stopped' });
    await requireFreePorts({ nats: place.ports.nats });
    await ask(place, 'POST', '/processes/nats/start');
    const isRunning = async () =>
      ((await ask(place, 'GET', '/processes')) as ProcessView[]).some(
        (each) => each.name === 'nats' && each.state === 'running',
      );
    await waitUntil(isRunning, { until: 'nats runs again', timeout: HANGS });
    expect(await ask(place, 'POST', '/processes/postgres/stop')).toMatchObject({ status: 409 });
  });

  it('refuses a second one on the same data', async () => {
    await expect(place.start()).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
    expect(existsSync(join(place.dataDir, 'state.json'))).toBe(true);
  });

  it('names the holder of the ports to a second one elsewhere', async () => {
    const elsewhere = await makePlace();
    await expect(elsewhere.start({ ports: place.ports })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringMatching(
        new RegExp(
          `port ${place.ports.postgres}, wanted for Postgres, is taken by process ${place.state().pids['postgres']} `,
        ),
      ),
    });
    await elsewhere.remove();
  });
});

describe('starting and stopping', () => {
  let place: Place;

  beforeEach(async () => {
    place = await makePlace();
  });

  afterEach(() => place.remove());

  it('stops the services before the servers, leaves nothing running, and starts again on its data', async () => {
    const first = await place.start();
    const url = first.state.postgres['order']!;
    await select(url, `INSERT INTO inbox (consumer, message_id) VALUES ('kept', 'kept') RETURNING consumer`);
    const { supervisor: _, ...children } = first.state.pids;
    await first.stop();
    expect(Object.values(children).filter((pid) => identify(pid))).toEqual([]);
    expect(existsSync(join(place.dataDir, 'state.json'))).toBe(false);
    const logOf = (name: string) => readFile(join(place.dataDir, 'logs', `${name}.log`), 'utf8');
    expect(await logOf('order')).toContain('drained, nats: true postgres: true');
    if (hasConsole) {
      expect(await logOf('order')).toContain('drained, console: true\ndrained, nats: true');
      expect(await logOf('console')).toBe('drained, nats: true postgres: true\n');
    }
    await requireFreePorts({ Postgres: place.ports.postgres, nats: place.ports.nats });

    const second = await place.start();
    expect(second.state.postgres['order']).toBe(url);
    expect(await select(url, 'SELECT consumer FROM inbox')).toEqual([{ consumer: 'kept' }]);
    await second.stop();

    const third = await place.start({ fresh: true });
    expect(await select(third.state.postgres['order']!, 'SELECT consumer FROM inbox')).toEqual([]);
  });

  it('fails at once if a service exits while it starts, with the end of its log, and stops the others', async () => {
    await writeFile(join(place.dataDir, 'broken.mjs'), `console.error('no such luck'); process.exit(7);`);
    const started = place.start({
      mainOf: (name) => join(place.dataDir, name === 'analytics' ? 'broken.mjs' : 'service.mjs'),
    });
    await expect(started).rejects.toMatchObject({
      code: 'PROCESS_DIED',
      message: expect.stringMatching(/analytics ended while it started \(exit code 7\)[\s\S]*no such luck/),
    });
    expect(existsSync(join(place.dataDir, 'run.json'))).toBe(false);
    await requireFreePorts({
      order: place.ports['order']!,
      Postgres: place.ports.postgres,
      nats: place.ports.nats,
    });
  });

  it.each(['analytics', 'console'].filter((name) => serviceNames.includes(name)))(
    'ends at once if %s refuses to run as it is configured, with the last output of the service',
    async (refusing) => {
      await writeFile(
        join(place.dataDir, 'refusing.mjs'),
        `console.error('${refusing} cannot start. NATS_CREDS: there is no file /nope'); process.exit(78);`,
      );
      // The others would wait for a minute.
      await writeFile(join(place.dataDir, 'never.mjs'), 'setInterval(() => {}, 1000);');
      const started = place.start({
        mainOf: (name) => join(place.dataDir, name === refusing ? 'refusing.mjs' : 'never.mjs'),
      });
      await expect(started).rejects.toMatchObject({
        code: 'REFUSED_TO_START',
        message: expect.stringMatching(
          new RegExp(
            `^${refusing} refuses to start \\(exit code 78\\):\\n +${refusing} cannot start. NATS_CREDS: there is`,
          ),
        ),
      });
      expect(place.said.filter((line) => line.startsWith(refusing))).toEqual([]);
      await requireFreePorts({ Postgres: place.ports.postgres, nats: place.ports.nats });
    },
  );

  itWithConsole('starts without a console that exits, and keeps starting it', async () => {
    await writeFile(
      join(place.dataDir, 'fragile.mjs'),
      `import { existsSync } from 'node:fs';
       if (!existsSync(new URL('fixed', import.meta.url))) process.exit(7);
       await import('./service.mjs');`,
    );
    const stack = await place.start({
      mainOf: (name) => join(place.dataDir, name === 'console' ? 'fragile.mjs' : 'service.mjs'),
    });
    expect(place.said).toContainEqual(expect.stringMatching(/^console +not ready yet/));
    expect(place.said).toContainEqual(expect.stringContaining('(exit code 7)'));
    expect(stack.state.urls['console']).toBe(`http://127.0.0.1:${place.ports.console}`);
    await writeFile(join(place.dataDir, 'fixed'), '');
    await waitUntil(() => place.said.some((line) => line.startsWith('console runs again')), {
      until: 'console runs again',
      timeout: HANGS,
    });
    expect(place.state().pids['console']).toEqual(expect.any(Number));
  });

  it('leaves nothing running when it is stopped while processes are being stopped and started', async () => {
    const stack = await place.start();
    const { pids } = stack.state;
    const asked = [
      ask(place, 'POST', '/processes/order/stop'),
      ask(place, 'POST', '/processes/analytics/kill'),
    ];
    await asked[1];
    await ask(place, 'POST', '/processes/order/start');
    await stack.stop();
    await Promise.allSettled(asked); // completed, or cut off with the control
    const { supervisor: _, ...children } = { ...pids, ...stack.state.pids };
    expect(Object.values(children).filter((pid) => identify(pid))).toEqual([]);
    expect(existsSync(join(place.dataDir, 'run.json'))).toBe(false);
    expect(existsSync(join(place.dataDir, 'state.json'))).toBe(false);
    await requireFreePorts({ ...place.ports });
  });

  it('can be cancelled while it starts', async () => {
    const stop = new AbortController();
    await writeFile(join(place.dataDir, 'never.mjs'), 'setInterval(() => {}, 1000);');
    const started = place.start({ mainOf: () => join(place.dataDir, 'never.mjs') }, { stop: stop.signal });
    started.catch(() => undefined); // looked at below
    await waitUntil(() => existsSync(join(place.dataDir, 'logs', 'order.log')), {
      until: 'a service started',
      timeout: HANGS,
    });
    stop.abort();
    await expect(started).rejects.toThrow();
    await requireFreePorts({ Postgres: place.ports.postgres, nats: place.ports.nats });
  });
});

describe('a cluster of three brokers', () => {
  let place: Place;

  beforeAll(async () => void (place = await makePlace()));
  afterAll(() => place.remove());

  it('is one NATS_URL of three processes that are shown, killed and stopped one by one', async () => {
    const ports = portPlan(await freePortBase(24_100));
    const stack = await place.start({ brokers: 3, ports, services: ['order'] });
    const { nats, pids } = stack.state;
    expect(nats.split(',')).toEqual(
      [11, 30, 32].map((offset) => `nats://127.0.0.1:${ports['console']! + offset}`),
    );
    const environment = (await (await fetch(stack.state.urls['order']!)).json()) as Record<string, string>;
    expect(environment).toMatchObject({ NATS_URL: nats, STREAM_REPLICAS: '3' });

    await ask(place, 'POST', '/processes/nats-2/stop');
    await ask(place, 'POST', '/processes/nats-3/kill');
    await waitUntil(() => place.said.some((line) => line.startsWith('nats-3 runs again')), {
      until: 'nats-3 runs again',
      timeout: HANGS,
    });
    expect(await stackStatus(stack.state)).toMatchObject([
      { name: 'supervisor' },
      { name: 'postgres' },
      { name: 'nats', healthy: true, pid: pids['nats'] },
      { name: 'nats-2', healthy: false, stopped: true },
      { name: 'nats-3', healthy: true, pid: expect.any(Number) },
      { name: 'order' },
    ]);
    await stack.stop();
    await requireFreePorts({ ...ports, 'nats-3': ports.nats + 21 });

    await expect(place.start({ brokers: 1, ports })).rejects.toMatchObject({ code: 'BROKERS_DIFFER' });
    const again = await place.start({ ports, services: [] });
    expect(again.state.nats).toBe(nats);
  });
});

describe('users of the broker', () => {
  let place: Place;
  let mayPublish: string[];
  let failure: Error | undefined;

  /** As `npm start` renders them. */
  const brokerUsers = async () => {
    if (failure) throw failure;
    const publish = JSON.stringify(mayPublish);
    return `authorization {
      users = [
        { user: order, password: $ORDER_NATS_PASSWORD, permissions: { publish: ${publish} } }
        { user: developer, password: $DEVELOPER_NATS_PASSWORD }
      ]
    }
    no_auth_user: developer\n`;
  };

  beforeEach(async () => {
    place = await makePlace();
    mayPublish = ['order.>'];
    failure = undefined;
  });
  afterEach(() => place.remove());

  const urlOfOrder = async () => {
    const response = await fetch(place.state().urls['order']!);
    return ((await response.json()) as Record<string, string>)['NATS_URL']!;
  };

  /** What the broker says to a publish; undefined if it permits it. */
  async function denial(natsUrl: string, subject: string): Promise<string | undefined> {
    const { host, username: user, password: pass } = new URL(natsUrl.split(',')[0]!);
    const nats = await connect({ servers: host, ...(user && { user, pass }) });
    const errors: string[] = [];
    const watching = (async () => {
      for await (const status of nats.status())
        if (status.type === 'error') errors.push(status.error.message);
    })();
    nats.publish(subject, '{}');
    await nats.flush();
    await nats.close();
    await watching;
    return errors[0];
  }

  it('confine a service by its login, and leave those without one free; passwords are kept and not shown', async () => {
    const stack = await place.start({ brokerUsers, services: ['order'] });
    const url = await urlOfOrder();
    expect(url).toMatch(/^nats:\/\/order:[\w-]{43}@127\.0\.0\.1:\d+$/);
    expect(await denial(url, 'order.placed')).toBeUndefined();
    expect(await denial(url, 'payment.received')).toMatch(/permissions violation/i);
    expect(stack.state.nats).toBe(`nats://127.0.0.1:${place.ports.nats}`);
    expect(await denial(stack.state.nats, 'payment.received')).toBeUndefined();
    await expect(denial(url.replace(/:[\w-]{43}@/, ':guessed@'), 'order.placed')).rejects.toThrow(/auth/i);

    for (const file of ['nats.conf', 'broker-users-key'])
      expect((await stat(join(place.dataDir, file))).mode & 0o777).toBe(0o600);
    const { password } = new URL(url);
    const argumentsOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const shown = [
      ...place.said,
      await readFile(join(place.dataDir, 'logs', 'nats.log'), 'utf8'),
      ...(existsSync('/proc/self/cmdline') ? Object.values(stack.state.pids).map(argumentsOf) : []),
    ];
    expect(shown.join()).not.toContain(password);

    await stack.stop();
    await place.start({ brokerUsers, services: ['order'], fresh: true });
    expect(await urlOfOrder()).toBe(url);
  });

  it.each([1, 3] as const)(
    'are written anew on %i when a service is restarted for new code',
    async (brokers) => {
      const ports = portPlan(await freePortBase(24_500));
      const stack = await place.start({ brokerUsers, brokers, ports, services: ['order'] });
      const url = await urlOfOrder();
      mayPublish = ['order.>', 'invoice.>'];
      expect(await denial(url, 'invoice.sent')).toMatch(/permissions violation/i);
      expect(await stack.restart('order')).toBe(true);
      await waitUntil(async () => (await denial(url, 'invoice.sent')) === undefined, {
        until: 'the new event is permitted',
        timeout: HANGS,
      });

      // A failure leaves them as they were.
      mayPublish = [];
      failure = new Error('no such event');
      expect(await stack.restart('order')).toBe(true);
      expect(place.said).toContain("the broker's users stay as they were: no such event");
      expect(await denial(url, 'invoice.sent')).toBeUndefined();
    },
  );
});

/** Sends the supervisor a request as the console does. */
async function ask({ dataDir }: Place, method: string, path: string): Promise<unknown> {
  const { url, token } = controlOf(dataDir)!;
  return (await fetch(url + path, { method, headers: { authorization: `Bearer ${token}` } })).json();
}

/** A data folder, ports and a fake service of one test's own. */
interface Place {
  readonly dataDir: string;
  readonly ports: PortPlan;
  /** What was reported. */
  readonly said: readonly string[];
  start(overrides?: Partial<StackOptions>, cancellation?: Cancellation): Promise<Stack>;
  state(): StackState;
  /** Stops what was started here, and deletes its data. */
  remove(): Promise<void>;
}

async function makePlace(): Promise<Place> {
  const dataDir = (await ownServers()).scratchFolder();
  await writeFile(join(dataDir, 'service.mjs'), SERVICE);
  const names = Object.keys(portPlan());
  const numbers = await Promise.all(names.map(async (name) => [name, await freePort()] as const));
  const ports = Object.fromEntries(numbers) as PortPlan;
  const said: string[] = [];
  const started: Stack[] = [];
  const options: StackOptions = {
    dataDir,
    ports,
    config: { ...stackConfig(), natsUrl: undefined, databases: undefined },
    report: {
      step: async (work, describe) => {
        const outcome = await work();
        said.push(describe(outcome));
        return outcome;
      },
      say: (line) => void said.push(line),
    },
    mainOf: () => join(dataDir, 'service.mjs'),
    migrate: bringUp,
  };
  return {
    dataDir,
    ports,
    said,
    start: async (overrides, cancellation) => {
      const stack = await startStack({ ...options, ...overrides }, cancellation);
      started.push(stack);
      return stack;
    },
    state: () => JSON.parse(readFileSync(join(dataDir, 'state.json'), 'utf8')) as StackState,
    remove: async () => {
      await Promise.all(started.map((stack) => stack.stop()));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function select(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return (await withClient(url, (client) => client.query<Record<string, unknown>>(sql))).rows;
}

describe('several processes of a service', () => {
  let place: Place;

  beforeAll(async () => void (place = await makePlace()));
  afterAll(() => place.remove());

  it('listen on ports of their own, are kept one by one, and restart for new code one after another', async () => {
    const ports = portPlan(await freePortBase(24_300));
    const adapt = async (process: string, env: Readonly<Record<string, string>>) => ({ ...env, AM: process });
    const stack = await place.start({ ports, services: ['order'], replicas: { order: 3 }, adapt });
    const { urls, pids } = stack.state;
    const port = ports['order']!;
    expect(urls).toEqual({
      order: `http://127.0.0.1:${port}`,
      'order-2': `http://127.0.0.1:${port + 40}`,
      'order-3': `http://127.0.0.1:${port + 50}`,
    });
    const environments = await Promise.all(
      Object.values(urls).map(async (url) => (await (await fetch(url)).json()) as Record<string, string>),
    );
    expect(environments.map(({ AM }) => AM)).toEqual(['order', 'order-2', 'order-3']);
    expect(new Set(environments.map((each) => each['DATABASE_URL'])).size).toBe(1);

    await ask(place, 'POST', '/processes/order-2/stop');
    await ask(place, 'POST', '/processes/order-3/kill');
    await waitUntil(() => place.said.some((line) => line.startsWith('order-3 runs again')), {
      until: 'order-3 runs again',
      timeout: HANGS,
    });
    expect(await stackStatus(stack.state)).toContainEqual(
      expect.objectContaining({ name: 'order-2', stopped: true }),
    );
    expect(stack.state.pids['order']).toBe(pids['order']);
    expect(await stack.restart('order')).toBe(true);
    expect(stack.state.pids).toMatchObject({ 'order-2': expect.any(Number) });
    expect(stack.state.pids['order']).not.toBe(pids['order']);
    await stack.stop();
  });

  it.each([
    [{ nosuch: 2 }, 'nosuch cannot run 2 times: there is no such service'],
    [{ order: 0 }, 'order cannot run 0 times: that is no number of processes'],
    [{ order: 6 }, 'order cannot run 6 times: that is no number of processes'],
    [{ console: 2 }, 'console cannot run 2 times: pages and spans come to one address'],
  ])('are refused as %j', async (replicas, message) => {
    await expect(place.start({ replicas })).rejects.toMatchObject({ code: 'REPLICAS', message });
  });
});
