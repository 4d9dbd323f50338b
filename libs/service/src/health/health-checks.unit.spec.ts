import { describe, expect, it, jest } from '@jest/globals';
import { HealthChecks } from './health-checks.js';

describe('HealthChecks', () => {
  it('names the part that fails and why, and lets the others be', async () => {
    const checks = new HealthChecks();
    checks.add('database', () =>
      Promise.reject(Object.assign(new Error('at 10.0.0.1'), { code: 'ECONNREFUSED' })),
    );
    checks.addSource('messaging', () => [{ name: 'broker', ok: true }]);
    expect(await checks.run()).toEqual([
      { name: 'database', ok: false, detail: 'ECONNREFUSED' },
      { name: 'broker', ok: true },
    ]);
  });

  it('fails a part that does not answer', async () => {
    jest.useFakeTimers();
    try {
      const checks = new HealthChecks();
      checks.add('database', () => new Promise(() => undefined));
      const results = checks.run();
      await jest.advanceTimersByTimeAsync(2_000);
      expect(await results).toEqual([{ name: 'database', ok: false, detail: 'no answer in 2000 ms' }]);
    } finally {
      jest.useRealTimers();
    }
  });
});
