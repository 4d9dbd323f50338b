import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { HealthCheck } from '@waybill/messaging/operations';
import { HealthChecks } from './health-checks.js';

const database = (status: HealthCheck['status'], detail?: string): HealthCheck => ({
  name: 'database',
  role: 'all',
  status,
  ...(detail && { detail }),
});
const relay: HealthCheck = { name: 'relay', role: 'relay', status: 'failing', detail: 'no session' };

function checksOf(parts: HealthCheck[], roles: ('api' | 'relay' | 'consumers')[] = ['api', 'relay']) {
  let seconds = 0;
  const health = new HealthChecks(new Set(roles), () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)));
  health.add(() => parts);
  return { health, pass: (by: number) => (seconds += by) };
}

describe('the health of a process', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is ready and degraded while the API works and the relay does not', () => {
    const { health } = checksOf([database('ok'), relay]);
    expect(health.report()).toMatchObject({ status: 'degraded', ready: true, obstacles: [] });
  });

  it('is not ready if the relay is its only role and fails', () => {
    const { health } = checksOf([database('ok'), relay], ['relay']);
    expect(health.report()).toMatchObject({ status: 'failing', ready: false, obstacles: [relay] });
  });

  it('reports since when a part has its status, even if its detail changes', () => {
    const parts = [database('ok')];
    const { health, pass } = checksOf(parts);
    const since = () => health.report().checks[0]!.since;
    expect(since()).toBe('2026-01-01T00:00:00.000Z');
    pass(5);
    parts[0] = database('failing', 'down for 0 s');
    expect(since()).toBe('2026-01-01T00:00:05.000Z');
    pass(5);
    parts[0] = database('failing', 'down for 5 s');
    expect(since()).toBe('2026-01-01T00:00:05.000Z');
  });

  it('logs a change once, with its cause', () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const log = jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    const parts = [database('ok')];
    const { health } = checksOf(parts);
    health.report();
    parts[0] = database('failing', 'it is read-only');
    health.report();
    health.report();
    expect(warn.mock.calls.map(([line]) => line as string)).toEqual([
      'database (all): failing; it is read-only',
    ]);
    parts[0] = database('ok');
    health.report();
    expect(log.mock.calls.map(([line]) => line as string)).toEqual(['database (all): ok']);
  });
});
