import { describe, expect, it } from '@jest/globals';
import { restartDelay } from './process/kept-process.js';
import { stackConfig, variableOf } from './config.js';
import { serviceNames } from './workspace.js';

describe("the stack's environment", () => {
  it('keeps fetched servers where the system keeps caches', () => {
    expect(stackConfig({ XDG_CACHE_HOME: '/caches' }).cacheFolder).toBe('/caches/waybill');
    expect(stackConfig({ XDG_CACHE_HOME: 'relative' }).cacheFolder).toMatch(/\/\.cache\/waybill$/);
  });

  it('says whether the broker has users, and nothing but on or off', () => {
    expect(
      [{}, { BROKER_USERS: 'on' }, { BROKER_USERS: 'off' }].map((env) => stackConfig(env).brokerUsers),
    ).toEqual([true, true, false]);
    expect(() => stackConfig({ BROKER_USERS: 'no' })).toThrow('BROKER_USERS is on or off, not "no"');
  });

  it('takes outside databases for all services', () => {
    const given = serviceNames.map((name): [string, string] => [
      variableOf(name, 'DATABASE_URL'),
      `postgresql://${name}@db/x`,
    ]);
    const same = (url: string) => ({ owner: url, runtime: url });
    expect(stackConfig(Object.fromEntries(given)).databases).toEqual(
      Object.fromEntries(serviceNames.map((name) => [name, same(`postgresql://${name}@db/x`)])),
    );
    expect(stackConfig({}).databases).toBeUndefined();
  });

  it('migrates them as their owners, if these are given', () => {
    const env = Object.fromEntries(
      serviceNames.flatMap((name) => [
        [variableOf(name, 'DATABASE_URL'), 'postgresql://service@db/x'],
        [variableOf(name, 'DATABASE_OWNER_URL'), 'postgresql://owner@db/x'],
      ]),
    );
    expect(stackConfig(env).databases?.[serviceNames[0]!]).toEqual({
      owner: 'postgresql://owner@db/x',
      runtime: 'postgresql://service@db/x',
    });
  });

  it('names the variable that holds no connection string, without what it holds', () => {
    const [variable] = serviceNames.map((name) => variableOf(name, 'DATABASE_URL'));
    expect(() => stackConfig({ [variable!]: 'secret' })).toThrow(
      `${variable}: must be a connection string: postgresql://user:password@host:5432/database`,
    );
  });

  it('names the databases that are missing if only some are given', () => {
    const [given, ...missing] = serviceNames.map((name) => variableOf(name, 'DATABASE_URL'));
    expect(() => stackConfig({ [given!]: 'postgresql://a' })).toThrow(`${missing.join(', ')} is not set`);
  });
});

describe('the back-off', () => {
  it('doubles from a quarter of a second to fifteen seconds', () => {
    expect([1, 2, 3, 6, 7, 50].map(restartDelay)).toEqual([250, 500, 1000, 8000, 15000, 15000]);
  });
});
