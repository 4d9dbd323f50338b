import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '@waybill/service';
import { checkSettings, isAuthenticated, settings } from './config.js';

const base = { DATABASE_URL: 'postgresql://a@b/c', NATS_URL: 'nats://a:1', PORT: '0' };

const loadConsoleConfig = (environment: Record<string, string>) =>
  loadConfig({ settings, check: checkSettings }, environment);

describe("the console's configuration", () => {
  const token = { CONSOLE_TOKEN: 'o'.repeat(16), CONSOLE_OTLP_TOKEN: 'e'.repeat(16) };

  it('needs authentication where other machines can reach it, unless it says that it wants none', () => {
    for (const HOST of ['0.0.0.0', 'console.internal']) {
      expect(() => loadConsoleConfig({ ...base, HOST })).toThrow('CONSOLE_TOKEN');
      expect(isAuthenticated(loadConsoleConfig({ ...base, HOST, ...token }))).toBe(true);
      expect(isAuthenticated(loadConsoleConfig({ ...base, HOST, CONSOLE_AUTH: 'off' }))).toBe(false);
    }
    for (const HOST of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
      expect(isAuthenticated(loadConsoleConfig({ ...base, HOST }))).toBe(false);
      expect(isAuthenticated(loadConsoleConfig({ ...base, HOST, ...token }))).toBe(true);
    }
  });

  it.each([
    ['somebody who can show who they are', { CONSOLE_AUTH: 'on' }, 'CONSOLE_AUTH: is on'],
    ['no token that nobody is asked for', { ...token, CONSOLE_AUTH: 'off' }, 'CONSOLE_AUTH: is off'],
    ['a token for exporters', { CONSOLE_TOKEN: 'o'.repeat(16) }, 'CONSOLE_OTLP_TOKEN: is not set'],
    ['different tokens', { ...token, CONSOLE_LOOK_TOKEN: token.CONSOLE_TOKEN }, 'must differ'],
    ['tokens that nobody guesses', { CONSOLE_LOOK_TOKEN: 'short' }, 'CONSOLE_LOOK_TOKEN: must have 16'],
    [
      'nobody unknown behind a token for services',
      { HOST: '0.0.0.0', CONSOLE_AUTH: 'off', SERVICES_TOKEN_FILE: '/run/token' },
      'SERVICES_TOKEN_FILE: is set, CONSOLE_AUTH is off',
    ],
    ['the root of a host', { CONSOLE_URL: 'https://a.example/console' }, 'CONSOLE_URL: must have no path'],
  ])('needs %s', (_what, environment, error) => {
    expect(() => loadConsoleConfig({ ...base, ...environment })).toThrow(error);
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
