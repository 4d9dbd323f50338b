import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent, PARTITIONS } from './define-event.js';
import { hashOf, parseSubject, partitionOf, subjectOf } from './subject.js';

const OrderPlaced = defineEvent({
  type: 'order.placed',
  version: 2,
  owner: 'order',
  key: ({ orderId }) => orderId,
  schema: z.object({ orderId: z.string() }),
});

describe('the hash of a key', () => {
  // Part of the wire format: a change here would send the keys of a live system to other partitions, out of order.
  it.each([
    ['', 2166136261],
    ['a', 3826002220],
    ['foobar', 3214735720],
    ['018f2f6e-7c1c-7cc4-9d0e-000000000001', 955641411],
    ['Zoë ☕ 🚚', 3354230599],
    ['\ud800', 75617567],
  ])('of %j never changes', (key, hash) => {
    expect(hashOf(key)).toBe(hash);
  });

  it('spreads keys evenly over the partitions', () => {
    const counts = new Array<number>(PARTITIONS).fill(0);
    for (let i = 0; i < 8_000; i++) counts[partitionOf(`order-${i}`)]! += 1;
    for (const count of counts) expect(count).toBeGreaterThan(850);
  });
});

describe('a subject', () => {
  it('names type, version, lane and partition, and parses back into them', () => {
    const subject = subjectOf(OrderPlaced, 'foobar', 'express');
    expect(subject).toBe('order.placed.v2.express.0');
    expect(parseSubject(subject)).toEqual({
      type: 'order.placed',
      version: 2,
      lane: 'express',
      partition: 0,
    });
  });

  it.each([
    '',
    'order.placed',
    'order.placed.v1.express',
    'order.placed.v1.economy.3',
    'order.placed.vx.express.3',
    'order.placed.v1.express.3.more',
    'dead.letter.order.order.order.placed',
  ])('is none of ours where it is %j', (subject) => {
    expect(parseSubject(subject)).toBeUndefined();
  });
});
