import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StackError } from '../errors.js';
import type { KeptProcess } from '../process/kept-process.js';
import { startControlServer, type ControlServer } from './control-server.js';
import { ProcessControl } from './process-control.js';

describe("the supervisor's control", () => {
  const calls: string[] = [];
  let up = true;
  let refusal: Error | undefined;
  let server: ControlServer;
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
    }) as unknown as KeptProcess;

  beforeAll(async () => {
    const processes = [kept('console'), kept('order'), kept('postgres')];
    server = await startControlServer(
      new ProcessControl(
        () => processes,
        () => up,
      ),
    );
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

  it('stops, starts and kills one, and responds with its new state', async () => {
    for (const action of ['stop', 'start', 'kill']) {
      expect(await ask('POST', `/processes/order/${action}`)).toMatchObject({
        status: 200,
        body: { name: 'order' },
      });
    }
    expect(calls).toEqual(['pause order', 'resume order', 'kill order']);
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

  it.each([
    ['GET', '/processes/order/stop', 405],
    ['POST', '/processes', 405],
    ['POST', '/processes/billing/stop', 404],
    ['POST', '/processes/order/restart', 404],
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
