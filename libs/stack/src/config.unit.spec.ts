import { describe, expect, it } from '@jest/globals';
import { restartDelay } from './process/kept-process.js';
import { stackConfig, variableOf } from './config.js';
import { serviceNames } from './workspace.js';

describe("the stack's environment", () => {
  it('keeps fetched servers where the system keeps caches', () => {
    expect(stackConfig({ XDG_CACHE_HOME: '/caches' }).cacheFolder).toBe('/caches/waybill');
    expect(stackConfig({ XDG_CACHE_HOME: 'relative' }).cacheFolder).toMatch(/\/\.cache\/waybill$/);
  });

  it('takes outside databases for all services', () => {
    const given = serviceNames.map((name): [string, string] => [
      variableOf(name, 'DATABASE_URL'),
      `of ${name}`,
    ]);
    expect(stackConfig(Object.fromEntries(given)).databaseUrls).toEqual(
      Object.fromEntries(serviceNames.map((name) => [name, `of ${name}`])),
    );
    expect(stackConfig({}).databaseUrls).toBeUndefined();
  });

  it('names the databases that are missing if only some are given', () => {
    const [given, ...missing] = serviceNames.map((name) => variableOf(name, 'DATABASE_URL'));
    expect(() => stackConfig({ [given!]: 'a' })).toThrow(`${missing.join(', ')} is not set`);
  });
});

describe('the back-off', () => {
  it('doubles from a quarter of a second to fifteen seconds', () => {
    expect([1, 2, 3, 6, 7, 50].map(restartDelay)).toEqual([250, 500, 1000, 8000, 15000, 15000]);
  });
});
