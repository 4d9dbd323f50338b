import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionView } from '@waybill/console-api';
import { PgDatabase } from '@waybill/service/postgres';
import type { TestService } from '@waybill/service/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startTestConsole } from '../testing/test-console.js';

const OPERATE = 'may-operate-the-platform';
const LOOK = 'may-look-at-everything';
const EXPORT = 'may-export-telemetry';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a console that asks who calls', () => {
  let console: TestService;
  /** Of the last request that it passed on to a service. */
  let passedOn: IncomingHttpHeaders;
  let servicesToken: string;
  const service = createServer((request, response) => {
    passedOn = request.headers;
    response.end('{}');
  });

  beforeAll(async () => {
    await once(service.listen(0, '127.0.0.1'), 'listening');
    servicesToken = join(await mkdtemp(join(tmpdir(), 'console-')), 'token');
    await writeFile(servicesToken, 'for-services\n');
    console = await startTestConsole({
      HOST: '0.0.0.0',
      CONSOLE_TOKEN: OPERATE,
      CONSOLE_LOOK_TOKEN: LOOK,
      CONSOLE_OTLP_TOKEN: EXPORT,
      SERVICES_TOKEN_FILE: servicesToken,
      SERVICE_URLS: `order=http://127.0.0.1:${(service.address() as AddressInfo).port}`,
    });
  });

  afterAll(async () => {
    await console.close();
    service.closeAllConnections();
    service.close();
    await rm(dirname(servicesToken), { recursive: true });
  });

  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    fetch(console.url + path, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
  const statusOf = async (...request: Parameters<typeof ask>) => {
    const response = await ask(...request);
    await response.body?.cancel();
    return response.status;
  };
  const change = (headers?: Record<string, string>) =>
    statusOf('POST', '/api/dead-letters/groups/000000000000/replay', headers, {});
  const signIn = async (token: string) => {
    const response = await ask('POST', '/api/session', {}, { token });
    return { response, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };

  it.each([
    '/api/streams',
    '/api/events',
    '/%61pi/streams',
    '/services/order/orders',
    '/openapi.json',
    '/asyncapi.json',
    '/docs',
  ])('shows nothing of %s to who says nothing, or shows another token', async (path) => {
    const response = await ask('GET', path);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await response.json()).toMatchObject({ type: 'urn:waybill:problem:sign-in-needed' });
    for (const token of [`${OPERATE}x`, 'x', EXPORT])
      expect(await statusOf('GET', path, bearer(token))).toBe(401);
    expect(await statusOf('GET', path, bearer(LOOK))).toBe(200);
  });

  it('leaves open what probes, scrapers and signing in need, and the files of the page', async () => {
    for (const path of ['/health/live', '/health', '/metrics', '/api/session']) {
      expect(await statusOf('GET', path)).toBe(200);
    }
    expect(await statusOf('GET', '/traces/some-address-of-the-page')).not.toBe(401);
    expect(await statusOf('POST', '/some-address')).toBe(401);
  });

  it('lets who may look read, and change nothing', async () => {
    expect(await change()).toBe(401);
    expect(await change(bearer(LOOK))).toBe(403);
    expect(await statusOf('PUT', '/api/faults', bearer(LOOK), { heal: true })).toBe(403);
    expect(await statusOf('POST', '/services/order/orders', bearer(LOOK), {})).toBe(403);
    // There is no such group.
    expect(await change(bearer(OPERATE))).toBe(404);
  });

  it('takes telemetry from who shows the token of exporters, or may change things', async () => {
    const spans = { resourceSpans: [] };
    expect(await statusOf('POST', '/v1/traces', {}, spans)).toBe(401);
    expect(await statusOf('POST', '/v1/traces', bearer(LOOK), spans)).toBe(403);
    for (const token of [EXPORT, OPERATE]) {
      expect(await statusOf('POST', '/v1/traces', bearer(token), spans)).toBe(200);
    }
  });

  it('takes telemetry that a browser is signed in for from its own page only', async () => {
    const { cookie } = await signIn(OPERATE);
    const spans = { resourceSpans: [] };
    expect(await statusOf('POST', '/v1/traces', { cookie, origin: console.url }, spans)).toBe(200);
    expect(await statusOf('POST', '/v1/traces', { cookie, origin: 'http://evil.example' }, spans)).toBe(403);
  });

  it('gives a service neither its tokens nor its cookie, but the one that services ask for', async () => {
    const { cookie } = await signIn(LOOK);
    await statusOf('GET', '/services/order/orders', { ...bearer(OPERATE), cookie, 'x-other': 'passed on' });
    expect(passedOn).toMatchObject({ 'x-other': 'passed on', ...bearer('for-services') });
    expect(passedOn).not.toHaveProperty('cookie');

    await writeFile(servicesToken, 'renewed\n');
    await statusOf('GET', '/services/order/orders', bearer(LOOK));
    expect(passedOn).toMatchObject(bearer('renewed'));

    await rm(servicesToken);
    expect(await statusOf('GET', '/services/order/orders', bearer(LOOK))).toBe(503);
  });

  it('signs a browser in with a token, for a live stream too, until it signs out', async () => {
    expect(await (await ask('GET', '/api/session')).json()).toEqual({
      authentication: true,
      signIn: { token: true, provider: false },
    });
    const { response, cookie } = await signIn(LOOK);
    expect(response.headers.get('set-cookie')).toMatch(
      /^waybill-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const { caller } = (await response.json()) as SessionView;
    expect(caller).toEqual({ name: 'CONSOLE_LOOK_TOKEN', role: 'look', verifiedBy: 'token' });
    expect(await (await ask('GET', '/api/session', { cookie })).json()).toMatchObject({ caller });
    expect(await statusOf('GET', '/api/events', { cookie })).toBe(200);
    expect(await change({ cookie })).toBe(403);

    const ended = await ask('DELETE', '/api/session', { cookie });
    expect(ended.headers.get('set-cookie')).toMatch(/^waybill-session=; Max-Age=0/);
    expect(await statusOf('GET', '/api/streams', { cookie })).toBe(401);
  });

  it('refuses a wrong token, and a page of another site that signs in or out', async () => {
    const { response, cookie } = await signIn(EXPORT);
    expect(response.status).toBe(401);
    expect(cookie).toBe('');
    const origin = 'http://evil.example';
    expect(await statusOf('POST', '/api/session', { origin }, { token: OPERATE })).toBe(403);
    expect(await statusOf('DELETE', '/api/session', { origin })).toBe(403);
  });

  it('forgets a session that has expired, and keeps no id that could be used', async () => {
    const { cookie } = await signIn(LOOK);
    const { pool } = console.app.get(PgDatabase);
    const { rows } = await pool.query<{ text: string }>('SELECT session::text AS text FROM session');
    expect(rows.map(({ text }) => text).join()).not.toContain(cookie.split('=')[1]);
    await pool.query(`UPDATE session SET expires_at = clock_timestamp() - interval '1 second'`);
    expect(await statusOf('GET', '/api/streams', { cookie })).toBe(401);
    await signIn(LOOK);
    expect((await pool.query('SELECT FROM session')).rowCount).toBe(1);
  });
});

it('keeps the cookie to TLS where browsers use that', async () => {
  const console = await startTestConsole({
    CONSOLE_TOKEN: OPERATE,
    CONSOLE_OTLP_TOKEN: EXPORT,
    CONSOLE_URL: 'https://console.example',
  });
  try {
    const response = await fetch(`${console.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://console.example' },
      body: JSON.stringify({ token: OPERATE }),
    });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-waybill-session=.*; Secure/);
  } finally {
    await console.close();
  }
});

it('asks nobody without tokens, on loopback', async () => {
  const console = await startTestConsole();
  try {
    expect(await (await fetch(`${console.url}/api/session`)).json()).toEqual({
      authentication: false,
      signIn: { token: false, provider: false },
    });
    expect((await fetch(`${console.url}/api/streams`)).status).toBe(200);
  } finally {
    await console.close();
  }
});
