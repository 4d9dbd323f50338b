import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@waybill/service/testing';
import { freePort } from '@waybill/testing';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../testing/eventually.js';
import { startTestConsole } from '../testing/test-console.js';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A service that tells what it was asked. */
async function echoService(): Promise<{ url: string; server: Server; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (url === '/live') {
        answer.writeHead(200, { 'content-type': 'text/event-stream' });
        answer.write('data: one\n\n');
        return;
      }
      if (url === '/busy') {
        answer.writeHead(503, { 'retry-after': '1', 'content-type': 'application/problem+json' });
        answer.end('{"status":503}');
        return;
      }
      if (url === '/broken') return incoming.socket.destroy();
      answer.writeHead(202, { 'content-type': 'application/json', traceresponse: '00-upstream' });
      answer.end('{"ok": 1.0}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, seen };
}

/** `fetch` sets Host and Sec-Fetch-Site by itself; a browser of somebody else's page sends others. */
function ask(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe("the console's edge", () => {
  let console: TestService;
  let upstream: Awaited<ReturnType<typeof echoService>>;

  beforeAll(async () => {
    upstream = await echoService();
    console = await startTestConsole({
      SERVICE_URLS: `order=${upstream.url},analytics=http://127.0.0.1:${await freePort()}`,
    });
  });

  afterAll(async () => {
    await console.close();
    upstream.server.closeAllConnections();
    upstream.server.close();
  });

  it("passes a service's bodies, headers and status through as they are", async () => {
    const answer = await fetch(`${console.url}/services/order/orders?x=1&y=%2F`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'k-1',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      body: '{ "not even": json',
    });
    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('{"ok": 1.0}');
    expect(answer.headers.get('traceresponse')).toBe('00-upstream');
    expect(upstream.seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/orders?x=1&y=%2F',
      body: '{ "not even": json',
      headers: {
        'idempotency-key': 'k-1',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        host: new URL(upstream.url).host,
      },
    });
  });

  it('keeps what only reads out of the traces, unless it belongs to one', async () => {
    const url = `${console.url}/services/order/orders`;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const passed = async (init: RequestInit) => {
      await fetch(url, init);
      return upstream.seen.at(-1)?.headers.traceparent;
    };
    const unsampled = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00$/;
    const first = await passed({});
    expect(first).toMatch(unsampled);
    expect(await passed({})).not.toBe(first);
    expect(await passed({ method: 'HEAD' })).toMatch(unsampled);
    expect(await passed({ headers: { traceparent } })).toBe(traceparent);
    expect(await passed({ method: 'POST' })).toBeUndefined();
  });

  it('asks once, also where the service says that it is busy', async () => {
    const before = upstream.seen.length;
    const answer = await fetch(`${console.url}/services/order/busy`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(upstream.seen.length - before).toBe(1);
  });

  it('passes on events as they come, and ends the stream when the page leaves', async () => {
    const gone = new AbortController();
    const answer = await fetch(`${console.url}/services/order/live`, { signal: gone.signal });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('data: one\n\n');
    await reader.cancel();
    gone.abort();
  });

  it('reports as problem+json that a service is down, closed the connection, or is not configured', async () => {
    for (const [path, status, word] of [
      ['/services/analytics/sales', 503, 'analytics'],
      ['/services/order/broken', 502, 'closed the connection'],
      ['/services/recommendation/x', 503, 'SERVICE_URLS'],
    ] as const) {
      const answer = await fetch(console.url + path);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(((await answer.json()) as { detail: string }).detail).toContain(word);
    }
  });

  it('refuses what pages of other origins send to the API and to the services, and lets them read nothing by another name', async () => {
    const own = new URL(console.url).host;
    const paths = ['/api/dead-letters/1/replay', '/services/order/orders'];
    for (const path of paths) {
      const url = console.url + path;
      expect(await ask(url, 'POST', { origin: 'http://evil.example' })).toBe(403);
      expect(await ask(url, 'POST', { 'sec-fetch-site': 'cross-site' })).toBe(403);
      expect(await ask(url, 'POST', { 'sec-fetch-site': 'same-site' })).toBe(403);
      expect(await ask(url, 'POST', { origin: 'null' })).toBe(403);
      expect(await ask(url, 'POST', { host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
      expect(await ask(url, 'GET', { host: 'evil.example' })).toBe(403);
      expect(await ask(url, 'POST', { origin: `http://${own}`, 'sec-fetch-site': 'same-origin' })).not.toBe(
        403,
      );
      expect(await ask(url, 'POST', {})).not.toBe(403);
    }
    expect(await ask(`${console.url}/v1/traces`, 'POST', { origin: 'http://evil.example' })).not.toBe(403);
  });

  it('takes changes of its own page behind a proxy that puts another Host, and of no other page', async () => {
    const behind = await startTestConsole({ CONSOLE_HOSTS: 'console.example' });
    try {
      const url = `${behind.url}/api/dead-letters/999/replay`;
      const sent = (headers: Record<string, string>) => ask(url, 'POST', headers);
      const own = { origin: 'https://console.example', 'sec-fetch-site': 'same-origin' };
      // 503 until the console has found the broker, which it does not wait for when it starts.
      expect(
        await eventually(
          () => sent(own),
          (status) => status !== 503,
        ),
      ).toBe(404);
      expect(await sent({ origin: 'https://evil.example' })).toBe(403);
      expect(await sent({ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' })).toBe(403);
      expect(await sent({ ...own, host: 'evil.example' })).toBe(403);
    } finally {
      await behind.close();
    }
  });

  it('is ready and says what it lacks while the broker is down', async () => {
    const lonely = await startTestConsole({ NATS_URL: `nats://127.0.0.1:${await freePort()}` });
    try {
      const ready = await fetch(`${lonely.url}/health/ready`);
      expect(ready.status).toBe(200);
      expect(await ready.json()).toMatchObject({
        checks: expect.arrayContaining([
          expect.objectContaining({
            name: 'broker',
            status: 'degraded',
            detail: expect.stringContaining('not connected') as unknown,
          }),
        ]) as unknown,
      });
      const streams = await fetch(`${lonely.url}/api/streams`);
      expect(await streams.json()).toEqual({ reachable: false, streams: [] });
      expect((await fetch(`${lonely.url}/api/dead-letters`)).status).toBe(503);
    } finally {
      await lonely.close();
    }
  });

  it('greets a listener for changes, and ends the stream when it shuts down', async () => {
    const listened = await startTestConsole();
    const answer = await fetch(`${listened.url}/api/events`);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    const { value } = await reader.read();
    expect(value).toContain('event: hello');
    const closing = listened.close();
    let done = false;
    while (!done) ({ done } = await reader.read());
    await closing;
  });
});
