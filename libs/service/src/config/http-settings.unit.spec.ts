import { describe, expect, it } from '@jest/globals';
import { loadConfig, type ConfigError, type Environment } from './index.js';

const errorsOf = (environment: Environment): readonly string[] => {
  try {
    loadConfig({ database: false }, { PORT: '0', ...environment });
    return [];
  } catch (error) {
    return (error as ConfigError).errors;
  }
};

describe('the settings of the HTTP edge', () => {
  it('are accepted together', () => {
    const complete = {
      AUTH_ISSUER: 'https://login.example/realms/shop',
      AUTH_AUDIENCE: 'shop, back-office',
      AUTH_ALGORITHMS: 'PS256,EdDSA',
      AUTH_JWKS_URL: 'https://login.example/keys',
      CORS_ORIGINS: 'https://shop.example, http://localhost:5173',
      RATE_LIMIT: '600',
      TRUSTED_PROXIES: '10.0.0.7,10.1.0.0/16,fd00::/8',
    };
    expect(errorsOf(complete)).toEqual([]);
    expect(errorsOf({ AUTH_ISSUER: 'http://127.0.0.1:9000', AUTH_AUDIENCE: 'x' })).toEqual([]);
  });

  it.each([
    [{ AUTH_ISSUER: 'https://login.example' }, 'AUTH_AUDIENCE: is not set, but AUTH_ISSUER is'],
    [{ AUTH_AUDIENCE: 'shop' }, 'AUTH_AUDIENCE: is set, but AUTH_ISSUER is not'],
    [{ AUTH_JWKS_URL: 'https://x.example/keys' }, 'AUTH_JWKS_URL: is set, but AUTH_ISSUER is not'],
    [{ AUTH_ISSUER: 'http://login.example', AUTH_AUDIENCE: 'x' }, 'AUTH_ISSUER: must be an https:// address'],
    [{ AUTH_ALGORITHMS: 'HS256' }, 'AUTH_ALGORITHMS: must be among RS256'],
    [{ AUTH_ALGORITHMS: 'none' }, 'AUTH_ALGORITHMS: must be among RS256'],
    [{ CORS_ORIGINS: '*' }, 'CORS_ORIGINS: must be origins without a path'],
    [{ CORS_ORIGINS: 'https://shop.example/' }, 'CORS_ORIGINS: must be origins without a path'],
    [{ RATE_LIMIT: '0' }, 'RATE_LIMIT: must be a whole number from 1'],
    [{ TRUSTED_PROXIES: 'proxy.internal' }, 'TRUSTED_PROXIES: must be IP addresses or networks'],
    [{ TRUSTED_PROXIES: '10.0.0.0/40' }, 'TRUSTED_PROXIES: must be IP addresses or networks'],
  ])('refuses %j, and says why', (environment, message) => {
    expect(errorsOf(environment as Environment)).toEqual([expect.stringContaining(message)]);
  });
});
