import { describe, expect, it } from '@jest/globals';
import type { ProblemError } from '@waybill/service';
import { refuseForeign } from './same-origin.js';

const hosts = ['console.example', 'ops.example:8443'];
/** `forwarded` as Fastify takes it from a proxy that it trusts. */
const asked = (method: string, headers: Record<string, string>, forwarded = headers.host ?? '') => {
  try {
    refuseForeign({ method, url: '/api/outbox/order/1/retry', headers, host: forwarded }, hosts);
    return undefined;
  } catch (error) {
    return (error as ProblemError).extras.code;
  }
};
const change = (headers: Record<string, string>, forwarded?: string) => asked('POST', headers, forwarded);

describe('a change behind a proxy that puts its own Host', () => {
  const rewritten = { host: '127.0.0.1:3000' };

  it('is taken from a page of a listed host', () => {
    for (const origin of [
      'https://console.example',
      'http://console.example',
      'https://CONSOLE.example',
      'https://ops.example:8443',
    ]) {
      expect(change({ ...rewritten, origin })).toBeUndefined();
      expect(change({ ...rewritten, origin, 'sec-fetch-site': 'same-origin' })).toBeUndefined();
    }
  });

  it('is taken from any port of a listed name that a trusted proxy says it was asked for', () => {
    const origin = 'https://console.example:9443';
    expect(change({ ...rewritten, origin })).toBe('cross-origin');
    expect(change({ ...rewritten, origin }, 'console.example:9443')).toBeUndefined();
  });

  it('is refused from every other page, whatever the proxy, or somebody, says', () => {
    for (const name of ['evil.example', 'console.example.evil.example', 'evil.console.example']) {
      const origin = `https://${name}`;
      expect(change({ ...rewritten, origin })).toBe('cross-origin');
      expect(change({ ...rewritten, origin, 'x-forwarded-host': name })).toBe('cross-origin');
      expect(change({ ...rewritten, origin }, name)).toBe('cross-origin');
    }
    for (const origin of ['https://ops.example', 'https://ops.example:9443', 'null']) {
      expect(change({ ...rewritten, origin })).toBe('cross-origin');
    }
    for (const site of ['cross-site', 'same-site']) {
      const headers = { ...rewritten, origin: 'https://console.example', 'sec-fetch-site': site };
      expect(change(headers)).toBe('cross-origin');
    }
  });
});

describe('a name that was made to point here', () => {
  it('is refused, for reads too, and no header makes it the console’s own', () => {
    const rebound = { host: 'evil.example', origin: 'http://evil.example' };
    for (const method of ['GET', 'POST']) {
      expect(asked(method, rebound)).toBe('foreign-host');
      expect(asked(method, { ...rebound, 'x-forwarded-host': 'console.example' })).toBe('foreign-host');
    }
    for (const host of ['', 'a b', 'console.example.evil.example', 'localhost.evil.example']) {
      expect(asked('GET', { host })).toBe('foreign-host');
    }
  });

  it('is decided by the listed names, on any port', () => {
    for (const host of [
      'console.example',
      'console.example:3000',
      'OPS.example',
      'localhost:1',
      '[::1]:3000',
    ]) {
      expect(asked('GET', { host })).toBeUndefined();
    }
  });
});

describe('a change without a proxy', () => {
  it('is taken from the page at the very host that was asked, port and all', () => {
    const host = 'console.example:3000';
    expect(change({ host, origin: 'http://console.example:3000' })).toBeUndefined();
    expect(change({ host, origin: 'http://console.example:4000' })).toBe('cross-origin');
  });
});
