import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { BodyBudget, limitBodies } from './limit-bodies.js';
import { ProblemError } from './problem.js';
import { toProblem } from './to-problem.js';

const KIB = 1024;
const LARGE = 600 * KIB;
const large = JSON.stringify('x'.repeat(LARGE));

describe('large request bodies', () => {
  let server: FastifyInstance;
  let url: string;
  /** Requests whose handler runs, each with the function that ends it. */
  let running: (() => void)[];
  let waiting: (() => void) | undefined;

  beforeEach(async () => {
    running = [];
    server = fastify({ bodyLimit: 2 * LARGE });
    server.setErrorHandler((error, _request, reply) => {
      const { status, detail, extras } = toProblem(error);
      return reply
        .status(status)
        .headers(extras.headers ?? {})
        .send({ detail });
    });
    limitBodies(server, new BodyBudget(LARGE + 100 * KIB));
    server.post('/held', async () => {
      await new Promise<void>((end) => {
        running.push(end);
        waiting?.();
      });
      return 'done';
    });
    server.post('/refused', () => {
      throw new ProblemError(409, 'no');
    });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    for (const end of running) end();
    await server.close();
  });

  const post = (path: string, body: string) =>
    fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const untilRunning = async (count: number) => {
    while (running.length < count) await new Promise<void>((resolve) => (waiting = resolve));
  };

  it('are refused with 503 and Retry-After while others are held, and accepted afterwards', async () => {
    const first = post('/held', large);
    await untilRunning(1);
    const second = await post('/held', large);
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '2']);
    running[0]!();
    expect((await first).status).toBe(200);
    const third = post('/held', large);
    await untilRunning(2);
    running[1]!();
    expect((await third).status).toBe(200);
  });

  it('do not delay small ones', async () => {
    const first = post('/held', large);
    await untilRunning(1);
    const small = Array.from({ length: 20 }, () => post('/held', JSON.stringify('x'.repeat(60 * KIB))));
    await untilRunning(21);
    for (const end of running) end();
    expect((await Promise.all([first, ...small])).map(({ status }) => status)).toEqual(
      Array.from({ length: 21 }, () => 200),
    );
  });

  it('release their room if the handler fails', async () => {
    for (let i = 0; i < 3; i++) expect((await post('/refused', large)).status).toBe(409);
  });

  it('count as the limit of the route if the caller does not declare their size', async () => {
    const first = post('/held', large);
    await untilRunning(1);
    const chunked = await fetch(`${url}/held`, {
      method: 'POST',
      body: new Blob(['"small"']).stream(),
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
    });
    expect(chunked.status).toBe(503);
    running[0]!();
    await first;
  });

  it('release their room if the caller aborts the upload', async () => {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const closed = new Promise<void>((resolve) => {
      server.server.once('connection', (connection) => connection.once('close', () => resolve()));
    });
    socket.write(
      `POST /held HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${LARGE}\r\n\r\n"`,
    );
    await once(server.server, 'request');
    socket.destroy();
    await closed;
    const next = post('/held', large);
    await untilRunning(1);
    running[0]!();
    expect((await next).status).toBe(200);
  });

  it('keep their room while a handler has them, even if the caller is gone', async () => {
    const caller = new AbortController();
    const gone = fetch(`${url}/held`, {
      method: 'POST',
      body: large,
      headers: { 'content-type': 'application/json' },
      signal: caller.signal,
    }).catch(() => 'gone');
    await untilRunning(1);
    caller.abort();
    expect(await gone).toBe('gone');
    expect((await post('/held', large)).status).toBe(503);
  });
});
