import { describe, expect, it } from '@jest/globals';
import { restartDelay } from './process/kept-process.js';
import { stackConfig } from './config.js';

describe("the stack's environment", () => {
  it('keeps fetched servers where the system keeps caches', () => {
    expect(stackConfig({ XDG_CACHE_HOME: '/caches' }).cacheFolder).toBe('/caches/waybill');
    expect(stackConfig({ XDG_CACHE_HOME: 'relative' }).cacheFolder).toMatch(/\/\.cache\/waybill$/);
  });

  it('takes outside databases for all services', () => {
    const env = {
      DATABASE_URL_CONSOLE: 'd',
      DATABASE_URL_ORDER: 'a',
      DATABASE_URL_RECOMMENDATION: 'b',
      DATABASE_URL_ANALYTICS: 'c',
    };
    expect(stackConfig(env).databaseUrls).toEqual({
      console: 'd',
      order: 'a',
      recommendation: 'b',
      analytics: 'c',
    });
    expect(stackConfig({}).databaseUrls).toBeUndefined();
  });

  it('names the databases that are missing if only some are given', () => {
    expect(() => stackConfig({ DATABASE_URL_ORDER: 'a' })).toThrow(
      'DATABASE_URL_CONSOLE, DATABASE_URL_RECOMMENDATION, DATABASE_URL_ANALYTICS is not set',
    );
  });
});

describe('the back-off', () => {
  it('doubles from a quarter of a second to fifteen seconds', () => {
    expect([1, 2, 3, 6, 7, 50].map(restartDelay)).toEqual([250, 500, 1000, 8000, 15000, 15000]);
  });
});
