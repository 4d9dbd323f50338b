import { describe, expect, it } from '@jest/globals';
import { schedule, type ScheduleOptions } from './define-schedule.js';

class ExpirePoints {
  async run(): Promise<void> {}
}

describe('a schedule', () => {
  it('has the defaults that its documentation names', () => {
    expect(schedule('expire-points', { every: '1h' }, ExpirePoints)).toMatchObject({
      plan: 'every 1h',
      catchUp: 'latest',
      timeoutMs: 30_000,
      retry: { baseMs: 1_000, maxMs: 300_000 },
    });
    expect(schedule('expire-points', { cron: '0 3 * * *' }, ExpirePoints).plan).toBe('cron 0 3 * * * (UTC)');
  });

  it.each(['Expire', 'expire_points', '', 'x'.repeat(65)])('is not named "%s"', (name) => {
    expect(() => schedule(name, { every: '1h' }, ExpirePoints)).toThrow(/lower-case kebab/);
  });

  it.each<[object, RegExp]>([
    [{}, /either "every".*or "cron"/],
    [{ every: '1h', cron: '0 3 * * *' }, /either "every".*or "cron"/],
    [{ every: '1 hour' }, /"every" is "1 hour"/],
    [{ cron: 'x' }, /"cron" is "x"/],
    [{ every: '1h', catchUp: 'some' }, /"catchUp" is "some", and must be "latest" or "all"/],
    [{ every: '1h', timeout: 0 }, /"timeout" is 0 ms/],
    [{ every: '1h', timeout: '2w' }, /"2w" is no duration/],
    [{ every: '1h', retry: { maxMs: 10 } }, /"retry\.baseMs" is 1000 ms, and must be 1 to 10 ms/],
  ])('of %j is refused in words that name it', (options, reason) => {
    const define = () => schedule('expire-points', options as ScheduleOptions, ExpirePoints);
    expect(define).toThrow(TypeError);
    expect(define).toThrow(/^schedule expire-points: /);
    expect(define).toThrow(reason);
  });
});
