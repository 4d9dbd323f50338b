import { describe, expect, it } from '@jest/globals';
import { HALF_LIFE_MS, LASTING_SHARE } from './model.js';
import { damping, heatAt, popularityFrom, sessionHeatAt } from './popularity.js';

const NOW = Date.UTC(2011, 3, 1);
const none = { orders: 0, sessions: 0 };

describe('popularity', () => {
  it('counts an order as one now and as half after a half-life, apart from the lasting share', () => {
    const heat = heatAt(NOW);
    expect(popularityFrom(NOW)({ ...none, heat })).toBeCloseTo(1, 9);
    expect(popularityFrom(NOW + HALF_LIFE_MS)({ ...none, heat })).toBeCloseTo(0.5, 9);
    expect(popularityFrom(NOW)({ heat, orders: 1, sessions: 0 })).toBeCloseTo(1 + LASTING_SHARE, 9);
  });

  it('does not depend on the order in which late and early orders arrive', () => {
    const early = heatAt(NOW - 5 * HALF_LIFE_MS);
    const late = heatAt(NOW);
    expect(early + late).toBe(late + early);
    expect(popularityFrom(NOW)({ ...none, heat: early + late })).toBeCloseTo(1 + 2 ** -5, 9);
  });

  it('never decays below its lasting share', () => {
    const evidence = { heat: 3 * heatAt(NOW), orders: 3, sessions: 0 };
    expect(popularityFrom(NOW + 1_000 * HALF_LIFE_MS)(evidence)).toBeCloseTo(3 * LASTING_SHARE, 9);
  });

  it('counts a session for a small part of an order', () => {
    expect(sessionHeatAt(NOW)).toBeGreaterThan(0);
    expect(sessionHeatAt(NOW) / heatAt(NOW)).toBeLessThan(0.5);
  });

  it.each([
    ['year 1', Date.parse('0001-01-01T00:00:00Z')],
    ['year 9999', Date.parse('9999-12-31T23:59:59Z')],
  ])('stays a finite number for times as far off as %s', (_what, at) => {
    expect(heatAt(at)).toBeGreaterThan(0);
    expect(Number.isFinite(heatAt(at) * 1e6)).toBe(true);
    for (const now of [at, NOW, Date.UTC(1, 0, 1), Date.UTC(9999, 0, 1)]) {
      expect(popularityFrom(now)({ heat: 1e6 * heatAt(at), orders: 0, sessions: 0 })).toBeLessThan(Infinity);
    }
  });

  it('damps popular products more than rare ones, and nothing without a power', () => {
    expect(damping(100, 0.5)).toBeLessThan(damping(1, 0.5));
    expect(damping(100, 0)).toBe(1);
  });
});
