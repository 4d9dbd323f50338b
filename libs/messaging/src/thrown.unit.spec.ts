import { describe, expect, it } from '@jest/globals';
import { THROWN, trapped } from './thrown.fixture.js';
import { asError, causesOf, codeOf, messageOf, shown } from './thrown.js';

describe('whatever is thrown', () => {
  it.each(THROWN)('%s is an error to look at', (_, make, expected) => {
    const error = asError(make());
    expect(`${error.name}: ${error.message}`).toBe(expected);
    expect([messageOf(error), causesOf(error), codeOf(error)]).toEqual([error.message, [], undefined]);
  });

  it('stays what it is where it is an error that can be looked at, so that its class decides', () => {
    const error = Object.assign(new RangeError('no'), { code: 'E_RANGE' });
    expect(asError(error)).toBe(error);
    expect(codeOf(error)).toBe('E_RANGE');
  });

  it('names the parts of an AggregateError', () => {
    const parts = [new TypeError('a'), 'b', undefined, null, 5, 6, 7];
    expect(messageOf(new AggregateError(parts, 'all failed'))).toBe(
      'all failed: TypeError: a; Error: b; Error: undefined; Error: null; Error: 5; and 2 more',
    );
    expect(messageOf(new AggregateError([new Error('a')]))).toBe('several errors: Error: a');
  });

  it('names its causes with their codes, and ends where they are circular, long or traps', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    expect(causesOf(new Error('x', { cause: new TypeError('y', { cause: refused }) }))).toEqual([
      'TypeError: y',
      'Error: refused (ECONNREFUSED)',
    ]);
    const circular = new Error('round', { cause: new Error('and') });
    (circular.cause as Error).cause = circular;
    expect(causesOf(circular)).toEqual(['Error: and']);
    let deep = new Error('0');
    for (let i = 1; i < 50; i++) deep = new Error(String(i), { cause: deep });
    expect(causesOf(deep)).toHaveLength(5);
    expect(causesOf(trapped(new Error('x'), 'cause'))).toEqual([]);
  });

  it('is shown in a message as it is', () => {
    expect([undefined, '', 1n, Object.create(null)].map(shown)).toEqual([
      'undefined',
      '""',
      '1',
      'an object',
    ]);
  });
});
