import { describe, expect, it } from '@jest/globals';
import { encodeOperator, operatorIn, OPERATOR_HEADER } from './operator-name.js';

const named = (value: string) => ({ get: (name: string) => (name === OPERATOR_HEADER ? value : '') });

describe('the operator that a request names', () => {
  it.each(['ana@example.com', 'Zoë, on call\r\n', '\ud800', 'x'.repeat(1_000)])('arrives: %j', (name) => {
    const header = encodeOperator(name);
    expect(header).toMatch(/^[\x21-\x7e]+$/);
    expect(operatorIn(named(header))).toBe(name.toWellFormed().slice(0, 200));
  });

  it('is not known if nothing, or nothing legible, is said', () => {
    for (const headers of [undefined, named(''), named('%zz')]) expect(operatorIn(headers)).toBeUndefined();
    expect(operatorIn(named('a%00b'))).toBe('a\ufffdb');
  });
});
