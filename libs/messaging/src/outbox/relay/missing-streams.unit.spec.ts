import { beforeEach, describe, expect, it } from '@jest/globals';
import { MissingStreams } from './missing-streams.js';

describe('missing streams', () => {
  let now: number;
  let missing: MissingStreams;

  beforeEach(() => {
    now = 0;
    missing = new MissingStreams(() => now);
  });

  it('put the whole domain aside for a while, which grows, and no other domain', () => {
    expect(missing.missed('order.placed.v1.standard.0')).toBe(true);
    expect(missing.waiting).toEqual(['order']);
    now = 125;
    expect(missing.waiting).toEqual([]);
    expect(missing.missed('order.confirmed.v1.express.1')).toBe(false);
    now += 199;
    expect(missing.waiting).toEqual(['order']);
    now += 2_500;
    expect(missing.waiting).toEqual([]);
  });

  it('are counted once for all that was sent together', () => {
    for (let i = 0; i < 100; i++) missing.missed('order.placed.v1.standard.0');
    now = 125;
    expect(missing.waiting).toEqual([]);
  });

  it('are forgotten once one takes the domain again', () => {
    missing.missed('order.placed.v1.standard.0');
    expect(missing.found('behavior.product-viewed.v1.standard.0')).toBe(false);
    expect(missing.found('order.confirmed.v1.standard.0')).toBe(true);
    expect([missing.waiting, missing.found('order.placed.v1.standard.0')]).toEqual([[], false]);
  });
});
