import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { consumer } from '../consumer/define-consumer.js';
import { on, onBatch } from '../consumer/subscription.js';
import { defineEvent } from '../contract/index.js';
import type { RateOptions } from './rate.js';

const Happened = defineEvent({
  type: 'test.happened',
  version: 1,
  owner: 'test',
  key: () => 'k',
  schema: z.object({}),
});

class Handler {
  async handle(): Promise<void> {}
}

const declare = (rate: RateOptions) =>
  consumer('test-rate', { startFrom: 'now', rate }, [on(Happened, Handler)]);

describe('the rate of a consumer', () => {
  it('lets all of its messages begin at once where no burst is given', () => {
    expect(declare({ messages: 10, per: '2s' }).rate).toEqual({ messages: 10, perMs: 2_000, burst: 10 });
  });

  it.each([
    [{ messages: 0, per: '1s' }, '"rate.messages" is 0, and must be a whole number from 1 to 1000000'],
    [{ messages: 1.5, per: '1s' }, '"rate.messages" is 1.5'],
    [{ messages: 10, per: 0 }, '"rate.per" is 0, and must be more than 0 and up to a day'],
    [{ messages: 10, per: '25h' }, '"rate.per" is "25h"'],
    [{ messages: 10, per: '1s', burst: 11 }, '"rate.burst" is 11, and must be a whole number from 1 to 10'],
  ] satisfies [RateOptions, string][])('refuses %o', (rate, message) => {
    expect(() => declare(rate)).toThrow(`consumer test-rate: ${message}`);
  });

  it('is refused for batches', () => {
    const declareBatch = () =>
      consumer('test-rate', { startFrom: 'now', rate: { messages: 1, per: '1s' } }, [
        onBatch(Happened, Handler),
      ]);
    expect(declareBatch).toThrow('"rate" counts messages, and a batch is one call for many');
  });
});
