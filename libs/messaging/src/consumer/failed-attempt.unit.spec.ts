import { describe, expect, it } from '@jest/globals';
import { DeadLetterNow } from '../errors.js';
import { describeError, errorOf } from './failed-attempt.js';

describe('a recorded error', () => {
  it('keeps name, message and code, and comes back with them', () => {
    const described = describeError(new DeadLetterNow('no use'));
    expect(described).toEqual({ name: 'DeadLetterNow', message: 'no use', code: 'DEAD_LETTER_NOW' });
    const back = errorOf({ at: '', durationMs: 0, error: described });
    expect(back).toBeInstanceOf(Error);
    expect(back).toMatchObject(described);
  });

  it('may be anything that was thrown', () => {
    expect(describeError('text')).toEqual({ name: 'Error', message: 'text' });
    expect(describeError(undefined)).toEqual({ name: 'Error', message: 'undefined' });
    expect(describeError(Object.assign(new Error('x'), { code: 7 }))).toEqual({
      name: 'Error',
      message: 'x',
    });
  });

  it('names its causes, without their stacks', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    expect(describeError(new Error('no reply', { cause }))).toEqual({
      name: 'Error',
      message: 'no reply',
      causes: ['Error: refused (ECONNREFUSED)'],
    });
  });

  it('is short, and holds nothing that Postgres refuses in JSON', () => {
    // The cut falls between the two halves of a surrogate pair.
    const { message } = describeError(new Error(`\0${'x'.repeat(498)}🚚🚚`));
    expect(message).toBe(`\ufffd${'x'.repeat(498)}\ufffd…`);
    expect(describeError(new Error('\udc00')).message).toBe('\ufffd');
  });
});
