import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { LocalIssuer } from '@waybill/testing';
import { defineService } from '../index.js';
import { startTestService, type TestService, type TestServiceOptions } from '../testing/index.js';

@Controller('parcels')
class ParcelsController {
  @Get()
  list(): object {
    return { items: [] };
  }

  @Post()
  send(): object {
    return {};
  }
}

const parcels = defineService({ name: 'parcels', controllers: [ParcelsController] });

let service: TestService | undefined;
const start = async (config: TestServiceOptions<Record<never, never>>['config'] = {}) => {
  service = await startTestService(parcels, { config });
  return service.url;
};
afterEach(() => service?.close());

describe('security headers', () => {
  it('are on every response, also on one that is refused', async () => {
    const url = await start();
    for (const path of ['/parcels', '/letters', '/health']) {
      const { headers } = await fetch(`${url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'strict-transport-security': expect.stringContaining('max-age='),
        'referrer-policy': 'no-referrer',
      });
    }
  });

  it('let the page of the API’s description load its own scripts', async () => {
    const { headers } = await fetch(`${await start()}/docs`);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});

describe('pages of other origins', () => {
  const shop = 'https://shop.example';
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/parcels`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });

  it('get no permission by default', async () => {
    const url = await start();
    const response = await fetch(`${url}/parcels`, { headers: { origin: shop } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight(url, shop)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('get it if their origin is listed, before any token is asked for, and read our headers', async () => {
    const issuer = await LocalIssuer.start();
    try {
      const url = await start({
        corsOrigins: [shop],
        authIssuer: issuer.url,
        authAudience: ['waybill'],
      });
      const allowed = await preflight(url, shop);
      expect(allowed.status).toBe(204);
      expect(allowed.headers.get('access-control-allow-origin')).toBe(shop);
      expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
      const refused = await fetch(`${url}/parcels`, { headers: { origin: shop } });
      expect(refused.status).toBe(401);
      expect(refused.headers.get('access-control-allow-origin')).toBe(shop);
      expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
      const other = await preflight(url, 'https://shop.example.evil');
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
    } finally {
      await issuer.stop();
    }
  });
});

describe('the rate limit', () => {
  it('refuses what is above it with 429 and Retry-After, but never a probe', async () => {
    const url = await start({ rateLimit: 2 });
    for (const remaining of ['1', '0']) {
      const response = await fetch(`${url}/parcels`);
      expect(response.status).toBe(200);
      expect(response.headers.get('ratelimit-remaining')).toBe(remaining);
    }
    const refused = await fetch(`${url}/parcels`, { method: 'POST' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ type: 'urn:waybill:problem:too-many-requests' });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('counts the subjects of tokens apart', async () => {
    const issuer = await LocalIssuer.start();
    try {
      const url = await start({ rateLimit: 1, authIssuer: issuer.url, authAudience: ['waybill'] });
      const statusOf = async (sub: string) => {
        const headers = { authorization: `Bearer ${await issuer.sign({ sub })}` };
        return (await fetch(`${url}/parcels`, { headers })).status;
      };
      expect([await statusOf('ann'), await statusOf('ann'), await statusOf('bob')]).toEqual([200, 429, 200]);
    } finally {
      await issuer.stop();
    }
  });

  it.each([
    ['a trusted proxy', ['127.0.0.0/8'], [200, 200, 429]],
    ['anybody else', undefined, [200, 429, 429]],
  ] as const)('takes the address of a client from %s as said', async (_who, trustedProxies, expected) => {
    const url = await start({ rateLimit: 1, ...(trustedProxies && { trustedProxies: [...trustedProxies] }) });
    const statuses = [];
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.1']) {
      const headers = { 'x-forwarded-for': address };
      statuses.push((await fetch(`${url}/parcels`, { headers })).status);
    }
    expect(statuses).toEqual(expected);
  });
});
