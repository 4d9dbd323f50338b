import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { LocalIssuer, type TokenContent } from '@waybill/testing';
import { BodyRules, CurrentCaller, defineService, Public, RequireScope, type Caller } from '../index.js';
import { startTestService, type TestService } from '../testing/index.js';

@Controller('parcels')
class ParcelsController {
  @Get()
  @RequireScope('parcels:read')
  list(@CurrentCaller() caller?: Caller): object {
    return { subject: caller?.subject ?? null };
  }

  @Post()
  @RequireScope('parcels:read', 'parcels:write')
  @BodyRules({ anyText: true })
  send(@Body() body: { to: string }): object {
    return { length: body.to.length };
  }

  @Get('mine')
  mine(@CurrentCaller() caller?: Caller): object {
    return { subject: caller?.subject ?? null };
  }

  @Get('prices')
  @Public()
  prices(@CurrentCaller() caller?: Caller): object {
    return { subject: caller?.subject ?? null };
  }
}

const parcels = defineService({ name: 'parcels', controllers: [ParcelsController] });

describe('a service with authentication', () => {
  let issuer: LocalIssuer;
  let service: TestService;
  beforeAll(async () => {
    issuer = await LocalIssuer.start();
    service = await startTestService(parcels, {
      config: { authIssuer: issuer.url, authAudience: ['waybill'] },
    });
  });
  beforeEach(() => {
    issuer.failure = undefined;
  });
  afterAll(async () => {
    await service.close();
    await issuer.stop();
  });

  const call = async (path: string, token?: TokenContent | string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) {
      headers.set('authorization', typeof token === 'string' ? token : `Bearer ${await issuer.sign(token)}`);
    }
    const response = await fetch(`${service.url}${path}`, { ...init, headers });
    return { response, status: response.status, challenge: response.headers.get('www-authenticate') };
  };

  it('serves a caller with the scope, and tells the route who it is', async () => {
    const { response } = await call('/parcels', { sub: 'ann', scope: 'parcels:read' });
    expect(await response.json()).toEqual({ subject: 'ann' });
  });

  it('responds with 401 and a challenge without a token, and says what to send', async () => {
    const { response, status, challenge } = await call('/parcels');
    expect({ status, challenge }).toEqual({ status: 401, challenge: 'Bearer' });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: 'urn:waybill:problem:unauthenticated',
      detail: expect.stringContaining('Authorization: Bearer <token>'),
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('responds with 401 and the reason to a token that is not good', async () => {
    const { status, challenge } = await call('/parcels', { scope: 'parcels:read', aud: 'bank' });
    expect(status).toBe(401);
    expect(challenge).toBe(
      `Bearer error="invalid_token", error_description="the claim 'aud' of the token is not accepted here"`,
    );
    expect((await call('/parcels', 'Basic YTpi')).status).toBe(401);
    expect((await call('/parcels', 'Bearer a b')).status).toBe(401);
  });

  it('responds with 403 and the scopes that are needed if one is missing', async () => {
    const { status, challenge } = await call('/parcels', { scope: 'parcels:read' }, { method: 'POST' });
    expect(status).toBe(403);
    expect(challenge).toBe('Bearer error="insufficient_scope", scope="parcels:read parcels:write"');
  });

  it('keeps the other rules of a route that has scopes', async () => {
    const { response } = await call(
      '/parcels',
      { scope: 'parcels:write parcels:read' },
      { method: 'POST', body: '{"to":"a\\u0000"}', headers: { 'content-type': 'application/json' } },
    );
    expect(await response.json()).toEqual({ length: 2 });
  });

  it('refuses before it reads the body', async () => {
    const init = { method: 'POST', body: 'not JSON', headers: { 'content-type': 'application/json' } };
    expect((await call('/parcels', undefined, init)).status).toBe(401);
  });

  it('asks for a token on a route without rules, and on a public one only if there is one', async () => {
    expect((await call('/parcels/mine')).status).toBe(401);
    expect(await (await call('/parcels/mine', {})).response.json()).toEqual({ subject: 'somebody' });
    expect(await (await call('/parcels/prices')).response.json()).toEqual({ subject: null });
    expect(await (await call('/parcels/prices', {})).response.json()).toEqual({ subject: 'somebody' });
    expect((await call('/parcels/prices', { aud: 'bank' })).status).toBe(401);
  });

  it.each(['/health', '/health/live', '/health/ready', '/metrics', '/openapi.json', '/docs'])(
    'leaves %s open',
    async (path) => {
      expect((await call(path)).status).toBe(200);
    },
  );

  it('responds with 404 to an unknown path', async () => {
    expect((await call('/letters')).status).toBe(404);
  });

  it('describes who may call what', async () => {
    const { response } = await call('/openapi.json');
    expect(await response.json()).toMatchObject({
      security: [{ oidc: [] }],
      components: {
        securitySchemes: {
          oidc: {
            type: 'openIdConnect',
            openIdConnectUrl: `${issuer.url}/.well-known/openid-configuration`,
          },
        },
      },
      paths: {
        '/parcels': {
          get: { security: [{ oidc: ['parcels:read'] }] },
          post: { security: [{ oidc: ['parcels:read', 'parcels:write'] }] },
        },
        '/parcels/prices': { get: { security: [{}] } },
        '/health/live': { get: { security: [{}] } },
      },
    });
  });
});

describe('a service whose issuer is down', () => {
  it('responds with 503 and Retry-After to tokens, serves public routes, and says so in its health', async () => {
    const issuer = await LocalIssuer.start();
    issuer.failure = 500;
    const service = await startTestService(parcels, {
      config: { authIssuer: issuer.url, authAudience: ['waybill'] },
    });
    try {
      const headers = { authorization: `Bearer ${await issuer.sign({ scope: 'parcels:read' })}` };
      const response = await fetch(`${service.url}/parcels`, { headers });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(response.headers.get('www-authenticate')).toBeNull();
      expect(await response.json()).toMatchObject({ type: 'urn:waybill:problem:token-issuer-unavailable' });
      expect((await fetch(`${service.url}/parcels/prices`)).status).toBe(200);
      const health = await fetch(`${service.url}/health`);
      expect(await health.json()).toMatchObject({
        status: 'degraded',
        ready: true,
        checks: expect.arrayContaining([
          expect.objectContaining({ name: 'token issuer', detail: expect.stringContaining('500') }),
        ]),
      });
    } finally {
      await service.close();
      await issuer.stop();
    }
  });
});

it('without authentication every route is open, and the description names no security', async () => {
  const service = await startTestService(parcels);
  try {
    const response = await fetch(`${service.url}/parcels`, { headers: { authorization: 'Bearer nonsense' } });
    expect(await response.json()).toEqual({ subject: null });
    expect(await (await fetch(`${service.url}/openapi.json`)).text()).not.toContain('"security');
  } finally {
    await service.close();
  }
});
