import { describe, expect, it } from '@jest/globals';
import { eventTime } from './event-time.js';

describe('event time', () => {
  it('is when it happened, however late the event is', () => {
    expect(eventTime('2010-12-01T08:26:00.000Z', '2026-11-22T00:00:00.000Z')).toBe(
      Date.UTC(2010, 11, 1, 8, 26),
    );
  });

  it('is not later than the event was published, even if a clock is ahead', () => {
    expect(eventTime('9999-01-01T00:00:00.000Z', '2026-11-22T00:00:00.000Z')).toBe(Date.UTC(2026, 10, 22));
  });
});
