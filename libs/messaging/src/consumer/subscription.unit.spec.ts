import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { RetryLater } from '../errors.js';
import { on, onBatch, type BatchOptions, type HandlerOptions } from './subscription.js';

const Happened = defineEvent({
  type: 'test.happened',
  version: 1,
  owner: 'test',
  key: () => 'k',
  schema: z.object({}),
});
class Note {
  async handle(): Promise<void> {}
}

describe('a subscription', () => {
  it('has defaults, a deadline among them', () => {
    expect(on(Happened, Note)).toMatchObject({ mode: 'single', timeoutMs: 30_000, retry: { attempts: 5 } });
    expect(on(Happened, Note, { timeout: '1.5s' }).timeoutMs).toBe(1_500);
    expect(onBatch(Happened, Note, { timeout: 200 })).toMatchObject({ timeoutMs: 200, maxMessages: 500 });
  });

  it.each<[HandlerOptions, RegExp]>([
    [{ timeout: 0 }, /timeout is 0, and must be 1 to 86400000 ms/],
    [{ timeout: -1 }, /timeout is -1/],
    [{ timeout: NaN }, /timeout is NaN/],
    [{ timeout: Infinity }, /timeout is Infinity/],
    [{ timeout: '25h' as '1s' }, /timeout is "25h"/],
    [{ retry: { attempts: 0 } }, /retry\.attempts is 0, and must be an integer from 1 to 10000/],
    [{ retry: { attempts: NaN } }, /retry\.attempts is NaN/],
    [{ retry: { attempts: -3 } }, /retry\.attempts is -3/],
    [{ retry: { attempts: 2.5 } }, /retry\.attempts is 2.5/],
    [{ retry: { attempts: Infinity } }, /retry\.attempts is Infinity/],
    [{ retry: { baseMs: 100, maxMs: 50 } }, /retry\.baseMs is 100, and must be 1 to 50/],
    [{ retry: { maxMs: Infinity } }, /retry\.maxMs is Infinity/],
    [{ retry: { baseMs: NaN } }, /retry\.baseMs is NaN/],
  ])('is refused where it is declared with %j', (options, message) => {
    expect(() => on(Happened, Note, options)).toThrow(TypeError);
    expect(() => on(Happened, Note, options)).toThrow(message);
    expect(() => on(Happened, Note, options)).toThrow(/^test\.happened\.v1 to Note: /);
  });

  it.each<[BatchOptions, RegExp]>([
    [{ maxMessages: 0 }, /maxMessages is 0, and must be an integer from 1 to 10000/],
    [{ maxMessages: NaN }, /maxMessages is NaN/],
    [{ maxWait: -1 }, /maxWait is -1, and must be 0 to 60000 ms/],
    [{ maxWait: Infinity }, /maxWait is Infinity/],
    [{ timeout: 0 }, /timeout is 0/],
    [{ retry: { attempts: 0 } }, /retry\.attempts is 0/],
  ])('of batches is refused where it is declared with %j', (options, message) => {
    expect(() => onBatch([Happened], Note, options)).toThrow(message);
  });

  it.each([NaN, -1, Infinity])('is not told to try again in %d ms', (delayMs) => {
    expect(() => new RetryLater('busy', delayMs)).toThrow(RangeError);
    expect(() => new RetryLater('busy', delayMs)).toThrow(/delayMs must be 0 to 604800000/);
  });
});
