import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionView } from '@waybill/console-api';
import { PgDatabase } from '@waybill/service/postgres';
import type { TestService } from '@waybill/service/testing';
import { freePort, LocalProvider } from '@waybill/testing';
import { startTestConsole } from '../testing/test-console.js';

const ADDRESS = 'http://console.example';

describe('signing in with an identity provider', () => {
  let provider: LocalProvider;
  let console: TestService;

  beforeAll(async () => {
    provider = await LocalProvider.start();
    console = await startTestConsole(settings(provider.url));
  });
  afterAll(async () => {
    await console?.close();
    provider?.stop();
  });
  beforeEach(() => {
    provider.claims = { sub: 'u-1', preferred_username: 'ana', groups: ['sre'] };
    provider.forges = false;
  });

  const settings = (issuer: string) => ({
    CONSOLE_URL: ADDRESS,
    CONSOLE_OIDC_ISSUER: issuer,
    CONSOLE_OIDC_CLIENT_ID: 'waybill-console',
    CONSOLE_OIDC_CLIENT_SECRET: 'known to both',
    CONSOLE_OIDC_OPERATE: 'sre',
    CONSOLE_OIDC_LOOK: 'staff',
    CONSOLE_OTLP_TOKEN: 'may-export-telemetry',
  });
  const get = (path: string, cookie = '') =>
    fetch(console.url + path, { redirect: 'manual', headers: { cookie } });
  const cookiesOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');

  /** Up to where the provider sends the browser back. */
  async function begin(to = '/traces?limit=5') {
    const response = await get(`/auth/sign-in?to=${encodeURIComponent(to)}`);
    const asked = response.headers.get('location')!;
    const back = (await fetch(asked, { redirect: 'manual' })).headers.get('location')!;
    return {
      response,
      asked: new URL(asked),
      callback: back.slice(ADDRESS.length),
      attempt: cookiesOf(response),
    };
  }
  async function finish(callback: string, attempt: string) {
    const response = await get(callback, attempt);
    const session = /waybill-session=[^;]+/.exec(cookiesOf(response))?.[0];
    return { to: response.headers.get('location'), session };
  }
  async function signIn() {
    const { callback, attempt } = await begin();
    return finish(callback, attempt);
  }
  const sessionOf = async (cookie?: string) =>
    (await (await get('/api/session', cookie)).json()) as SessionView;

  it('gives a session to who has a role, and brings them back to where they were', async () => {
    const { response, asked, callback, attempt } = await begin();
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    expect(asked.searchParams.get('redirect_uri')).toBe(`${ADDRESS}/auth/callback`);
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/);
    const { to, session } = await finish(callback, attempt);
    expect(to).toBe('/traces?limit=5');
    expect(await sessionOf(session)).toEqual({
      authentication: true,
      signIn: { token: false, provider: true },
      caller: { name: 'ana', role: 'operate', verifiedBy: 'sign-in' },
    });
    const entries = (await (await get('/api/audit', session)).json()) as object;
    expect(entries).toMatchObject({ entries: [{ action: 'sign-in', by: 'ana', verifiedBy: 'sign-in' }] });
  });

  it('gives the role that the claim says, and none without', async () => {
    provider.claims = { sub: 'u-2', email: 'bo@example.com', groups: ['staff'] };
    const { session } = await signIn();
    expect((await sessionOf(session)).caller).toEqual({
      name: 'bo@example.com',
      role: 'look',
      verifiedBy: 'sign-in',
    });
    provider.claims = { sub: 'u-3', groups: ['others'] };
    expect(await signIn()).toEqual({ to: '/?sign-in=no-role', session: undefined });
  });

  it('takes keys that were rotated since the last sign-in, and none that is not published', async () => {
    expect((await signIn()).session).toBeDefined();
    await provider.rotate();
    expect((await signIn()).session).toBeDefined();
    provider.forges = true;
    expect(await signIn()).toEqual({ to: '/?sign-in=refused', session: undefined });
  });

  it.each([
    ['another audience', { aud: 'somebody-else' }],
    ['another issuer', { iss: 'http://127.0.0.1:1' }],
    ['a nonce of another sign-in', { nonce: 'replayed' }],
    ['a time that is over', { exp: 1 }],
  ])('refuses an ID token for %s', async (_what, claims) => {
    provider.claims = { ...provider.claims, ...claims };
    expect(await signIn()).toEqual({ to: '/?sign-in=refused', session: undefined });
  });

  it('refuses a response that belongs to another browser, and one that comes twice', async () => {
    const [own, other] = [await begin(), await begin()];
    expect((await finish(other.callback, own.attempt)).to).toBe('/?sign-in=refused');
    expect((await finish(own.callback, '')).to).toBe('/?sign-in=expired');
    expect((await finish(own.callback, own.attempt)).session).toBeDefined();
    expect(await finish(own.callback, own.attempt)).toEqual({ to: '/?sign-in=refused', session: undefined });
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example'])('sends nobody to %s', async (to) => {
    expect((await get(`/auth/sign-in?to=${encodeURIComponent(to)}`)).status).toBe(400);
  });

  it('ends a session by signing out, and says where the provider ends its own', async () => {
    const { session } = await signIn();
    const ended = await fetch(`${console.url}/api/session`, {
      method: 'DELETE',
      headers: { cookie: session! },
    });
    const { providerSignOut } = (await ended.json()) as { providerSignOut: string };
    expect(providerSignOut).toContain(`${provider.url}/sign-out?`);
    expect(new URL(providerSignOut).searchParams.get('post_logout_redirect_uri')).toBe(`${ADDRESS}/`);
    expect((await get('/api/streams', session)).status).toBe(401);
  });

  it('ends a session when its time is over', async () => {
    const { session } = await signIn();
    expect((await get('/api/streams', session)).status).toBe(200);
    const { pool } = console.app.get(PgDatabase);
    await pool.query(`UPDATE session SET expires_at = clock_timestamp() - interval '1 second'`);
    expect((await get('/api/streams', session)).status).toBe(401);
  });

  it('says that the provider is away, and that there is none', async () => {
    for (const [environment, status, to] of [
      [settings(`http://127.0.0.1:${await freePort()}`), 303, '/?sign-in=provider-away'],
      [{}, 404, null],
    ] as const) {
      const other = await startTestConsole(environment);
      try {
        const response = await fetch(`${other.url}/auth/sign-in`, { redirect: 'manual' });
        expect([response.status, response.headers.get('location')]).toEqual([status, to]);
      } finally {
        await other.close();
      }
    }
  });
});
