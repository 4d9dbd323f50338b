import { describe, expect, it } from '@jest/globals';
import type { ConsumerState, MessageProgress } from '@waybill/console-api';
import { completenessOf } from './completeness.js';

const message = (...states: ConsumerState[]): MessageProgress => ({
  eventId: 'e1',
  type: 'order.placed',
  consumers: states.map((state) => ({
    consumer: 'analytics',
    service: 'analytics',
    handler: 'H',
    state,
    attempts: 1,
  })),
  complete: states.every((state) => state === 'done'),
});

describe('a trace', () => {
  it('is complete when every consumer was seen to handle every message', () => {
    expect(completenessOf([message('done', 'done'), message('done')], true)).toBe(true);
    expect(completenessOf([], true)).toBe(true);
  });

  it('is not while one is known not to have, whatever is unknown besides', () => {
    expect(completenessOf([message('done'), message('pending', 'unknown')], true)).toBe(false);
    expect(completenessOf([message('retrying')], false)).toBe(false);
    expect(completenessOf([message('dead-lettered', 'unknown')], true)).toBe(false);
    expect(completenessOf([message('lost', 'unknown')], true)).toBe(false);
  });

  it('is neither if the state of a message is unknown or unrecorded', () => {
    expect(completenessOf([message('done'), message('unknown')], true)).toBeUndefined();
    expect(completenessOf([message('done', 'unrecorded')], true)).toBeUndefined();
  });

  it('is neither where there may be more messages than those that are settled', () => {
    expect(completenessOf([message('done')], false)).toBeUndefined();
    expect(completenessOf([], false)).toBeUndefined();
  });
});
