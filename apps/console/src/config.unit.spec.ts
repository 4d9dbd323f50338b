import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '@waybill/service';
import { checkSettings, settings } from './config.js';

const base = { DATABASE_URL: 'postgresql://a@b/c', NATS_URL: 'nats://a:1', PORT: '0' };

const loadConsoleConfig = (environment: Record<string, string>) =>
  loadConfig({ settings, check: checkSettings }, environment);

describe("the console's configuration", () => {
  it('needs a token where other machines can reach it, and none on loopback', () => {
    expect(() => loadConsoleConfig({ ...base, HOST: '0.0.0.0' })).toThrow('CONSOLE_TOKEN');
    expect(() => loadConsoleConfig({ ...base, HOST: 'console.internal' })).toThrow('CONSOLE_TOKEN');
    const token = { CONSOLE_TOKEN: 'x'.repeat(16) };
    expect(loadConsoleConfig({ ...base, HOST: '0.0.0.0', ...token }).token).toBe(token.CONSOLE_TOKEN);
    for (const HOST of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
      expect(loadConsoleConfig({ ...base, HOST }).token).toBeUndefined();
    }
  });

  it('takes the addresses of any services', () => {
    const SERVICE_URLS = 'order=http://127.0.0.1:3001, shipping=http://ship.internal/?a=b';
    expect(loadConsoleConfig({ ...base, SERVICE_URLS }).serviceUrls).toEqual({
      order: 'http://127.0.0.1:3001',
      shipping: 'http://ship.internal/?a=b',
    });
    expect(loadConsoleConfig(base).serviceUrls).toEqual({});
    for (const wrong of ['order', 'order=127.0.0.1:3001', '=http://a', 'a/b=http://a', 'a=ftp://a']) {
      expect(() => loadConsoleConfig({ ...base, SERVICE_URLS: wrong })).toThrow(
        /SERVICE_URLS: .*as in order=http/,
      );
    }
  });

  it('needs what the supervisor asks for', () => {
    expect(() => loadConsoleConfig({ ...base, SUPERVISOR_URL: 'http://127.0.0.1:1' })).toThrow(
      'SUPERVISOR_TOKEN',
    );
  });
});
