import { describe, expect, it } from '@jest/globals';
import type { Role } from '../messaging-options.js';
import type { HealthCheck } from './health-check.js';
import { obstacles, overallStatus } from './readiness.js';

const roles = (...of: Role[]): ReadonlySet<Role> => new Set(of);
const check = (role: HealthCheck['role'], status: HealthCheck['status'] = 'failing'): HealthCheck => ({
  name: 'part',
  role,
  status,
});

describe('a process that serves the API', () => {
  it('is ready while only its relay and consumers cannot work, and degraded', () => {
    const checks = [check('api', 'ok'), check('relay'), check('consumers')];
    expect(obstacles(checks, roles('api', 'relay', 'consumers'))).toEqual([]);
    expect(overallStatus(checks, roles('api', 'relay', 'consumers'))).toBe('degraded');
  });

  it.each(['api', 'all'] as const)('is not ready while what %s needs fails', (role) => {
    expect(obstacles([check(role)], roles('api', 'relay'))).toEqual([check(role)]);
    expect(overallStatus([check(role)], roles('api'))).toBe('failing');
  });

  it('is ready while a part of it is degraded', () => {
    expect(overallStatus([check('api', 'degraded')], roles('api'))).toBe('degraded');
  });
});

describe('a process without the API', () => {
  it.each(['relay', 'consumers', 'all'] as const)('is not ready while what %s needs fails', (role) => {
    expect(overallStatus([check(role)], roles('relay', 'consumers'))).toBe('failing');
  });
});

it('is ok where every part is', () => {
  expect(overallStatus([check('all', 'ok')], roles('api'))).toBe('ok');
});
