import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StackError } from '../errors.js';
import type { KeptProcess } from '../process/kept-process.js';
import { waitUntil } from '../process/wait-until.js';
import { ServedServices } from '../services/served-services.js';
import { startControlServer, type ControlServer } from './control-server.js';
import { ProcessControl } from './process-control.js';

describe("the supervisor's control", () => {
  const calls: string[] = [];
  let up = true;
  let refusal: Error | undefined;
  let server: ControlServer;
  let served: ServedServices;
  const said: string[] = [];
  const act = (what: string) => () => {
    calls.push(what);
    return refusal ? Promise.reject(refusal) : Promise.resolve();
  };
  const kept = (name: string) =>
    ({
      name,
      state: 'running',
      pid: 42,
      pause: act(`pause ${name}`),
      resume: act(`resume ${name}`),
      kill: act(`kill ${name}`),
      restart: act(`restart ${name}`),
    }) as unknown as KeptProcess;

  beforeAll(async () => {
    const processes = [kept('console'), kept('order'), kept('postgres')];
    served = new ServedServices();
    const control = new ProcessControl(
      () => processes,
      () => up,
      served,
    );
    server = await startControlServer(control, (line) => void said.push(line));
  });

  afterAll(() => server.close());

  beforeEach(() => {
    calls.length = 0;
    up = true;
    refusal = undefined;
  });

  it('lists every process, and which of them may be stopped', async () => {
    expect(await ask('GET', '/processes')).toEqual({
      status: 200,
      type: 'application/json',
      body: [
        { name: 'console', state: 'running', pid: 42, stoppable: false },
        { name: 'order', state: 'running', pid: 42, stoppable: true },
        { name: 'postgres', state: 'running', pid: 42, stoppable: false },
      ],
    });
  });

  it('stops, starts, kills and restarts one, and responds with its new state', async () => {
    for (const action of ['stop', 'start', 'kill', 'restart']) {
      expect(await ask('POST', `/processes/order/${action}`)).toMatchObject({
        status: 200,
        body: { name: 'order' },
      });
    }
    expect(calls).toEqual(['pause order', 'resume order', 'kill order', 'restart order']);
  });

  it.each([undefined, 'Bearer', 'Bearer wrong', 'Basic dXNlcjpwYXNz'])(
    'does nothing for a caller that sends "%s" instead of the token',
    async (authorization) => {
      expect(await ask('POST', '/processes/order/stop', authorization)).toMatchObject({
        status: 401,
        type: 'application/problem+json',
      });
      expect(await ask('GET', '/processes', authorization)).toMatchObject({ status: 401 });
      expect(calls).toEqual([]);
    },
  );

  it.each(['postgres', 'console'])(
    'does not touch %s, without which nothing could be started again',
    async (name) => {
      for (const action of ['stop', 'start', 'kill']) {
        expect(await ask('POST', `/processes/${name}/${action}`)).toMatchObject({ status: 409 });
      }
      expect(calls).toEqual([]);
    },
  );

  it('restarts the console too, but not Postgres', async () => {
    expect(await ask('POST', '/processes/console/restart')).toMatchObject({ status: 200 });
    expect(await ask('POST', '/processes/postgres/restart')).toMatchObject({ status: 409 });
    expect(calls).toEqual(['restart console']);
  });

  it('serves one for one caller at a time, and restarts it as it was when that caller goes away', async () => {
    const serving = { env: { LOG_LEVEL: 'debug' }, inspectorPort: 9230 };
    const caller = new AbortController();
    const first = await serve('order', serving, caller.signal);
    expect([first.status, served.get('order'), calls]).toEqual([200, serving, []]);
    const second = await serve('order', serving);
    expect([second.status, ((await second.json()) as { detail: string }).detail]).toEqual([
      409,
      'order is served from another terminal, with its debugger on port 9230',
    ]);
    caller.abort();
    await waitUntil(() => calls.length > 0, { until: 'order is restarted', timeout: 10_000 });
    expect(calls).toEqual(['restart order']);
    expect(served.get('order')).toBeUndefined();
    expect(said).toEqual([
      'order is served from another terminal; its debugger is on 127.0.0.1:9230',
      'order is not served any more and restarts as before',
    ]);
  });

  it.each<[string, unknown, number, string]>([
    ['postgres', { env: {}, inspectorPort: 1 }, 409, 'postgres is not a service'],
    ['order', { env: { A: 1 }, inspectorPort: 1 }, 400, 'env must be an object of strings'],
    [
      'order',
      { env: {}, inspectorPort: 70_000 },
      400,
      'inspectorPort must be a whole number from 1 to 65535',
    ],
    ['order', '{', 400, 'the body is not JSON'],
  ])('refuses to serve %s as %j', async (name, body, status, detail) => {
    const response = await serve(name, body);
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
      status,
      expect.stringContaining(detail),
    ]);
    expect(served.get(name)).toBeUndefined();
  });

  it.each([
    ['GET', '/processes/order/stop', 405],
    ['POST', '/processes', 405],
    ['POST', '/processes/billing/stop', 404],
    ['POST', '/processes/order/reload', 404],
    ['GET', '/processes/order/serve', 405],
    ['POST', '/processes/order/stop/now', 404],
    ['GET', '/', 404],
  ])('responds to %s %s with %d', async (method, path, status) => {
    expect(await ask(method, path)).toMatchObject({ status, body: { status, detail: expect.any(String) } });
    expect(calls).toEqual([]);
  });

  it('refuses while the platform is being started or stopped, and when a process refuses', async () => {
    refusal = new StackError('NOT_RUNNING', 'order does not run now');
    expect(await ask('POST', '/processes/order/kill')).toMatchObject({
      status: 409,
      body: { detail: 'order does not run now' },
    });
    up = false;
    expect(await ask('POST', '/processes/order/start')).toMatchObject({ status: 409 });
    expect(calls).toEqual(['kill order']);
  });

  function serve(name: string, serving: unknown, signal?: AbortSignal): Promise<Response> {
    return fetch(`${server.url}/processes/${name}/serve`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}` },
      body: typeof serving === 'string' ? serving : JSON.stringify(serving),
      signal,
    });
  }

  async function ask(method: string, path: string, ...shown: [authorization?: string]) {
    const withToken = shown.length === 0 ? `Bearer ${server.token}` : shown[0];
    const response = await fetch(server.url + path, {
      method,
      headers: withToken === undefined ? {} : { authorization: withToken },
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.json(),
    };
  }
});
