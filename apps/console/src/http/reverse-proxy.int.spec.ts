import { afterEach, describe, expect, it } from '@jest/globals';
import type { TestService } from '@waybill/service/testing';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestConsole } from '../testing/test-console.js';

const TOKEN = 'may-operate-the-platform';
/** What a browser sends from a page of the console that it has opened at the proxy. */
const PAGE = { origin: 'https://console.example:8443', 'sec-fetch-site': 'same-origin' };

/** Passes everything on under another Host, and says which one it was asked for. */
async function reverseProxy(upstream: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const { host = '', ...headers } = incoming.headers;
    const { method, url = '/' } = incoming;
    const passed = request(new URL(url, upstream), {
      method,
      headers: { ...headers, host: 'upstream.internal', 'x-forwarded-host': host },
    });
    passed.on('response', (response) => {
      outgoing.writeHead(response.statusCode!, response.headers);
      response.pipe(outgoing);
    });
    passed.on('error', (error) => outgoing.destroy(error));
    incoming.pipe(passed);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

describe('behind a proxy that rewrites Host', () => {
  let console: TestService;
  let proxy: Server;

  const behind = async (environment: Record<string, string>) => {
    const names = { CONSOLE_HOSTS: 'console.example,upstream.internal' };
    console = await startTestConsole({
      ...{ CONSOLE_TOKEN: TOKEN, CONSOLE_OTLP_TOKEN: `${TOKEN}-otlp` },
      ...names,
      ...environment,
    });
    proxy = await reverseProxy(console.url);
  };
  const send = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = proxy.address() as AddressInfo;
      const outgoing = request({ port, method: 'PUT', path: '/api/faults', headers }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
      outgoing.on('error', reject);
      outgoing.end('{}');
    });
  const authorized = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const asked = { ...authorized, host: 'console.example:8443' };

  afterEach(async () => {
    await console.close();
    proxy.closeAllConnections();
    proxy.close();
  });

  it('a change of the console’s own page is taken, on the port that a trusted proxy names', async () => {
    await behind({ TRUSTED_PROXIES: '127.0.0.1' });
    expect(await send({ ...asked, ...PAGE })).toBe(200);
    expect(await send({ ...asked, ...PAGE, origin: 'https://console.example:9999' })).toBe(403);
    expect(await send({ ...asked, ...PAGE, origin: 'https://evil.example' })).toBe(403);
    const rebound = { ...authorized, host: 'evil.example', origin: 'https://evil.example' };
    expect(await send(rebound)).toBe(403);
  });

  it('what a proxy says that is not trusted counts for nothing', async () => {
    await behind({ TRUSTED_PROXIES: '10.0.0.1' });
    expect(await send({ ...asked, ...PAGE })).toBe(403);
    expect(await send({ ...asked, ...PAGE, origin: 'https://console.example' })).toBe(200);
  });
});
