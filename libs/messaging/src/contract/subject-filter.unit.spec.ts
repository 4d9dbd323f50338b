import { describe, expect, it } from '@jest/globals';
import { matchesSubject } from './subject-filter.js';

describe('matchesSubject', () => {
  it('takes * for one token and > for one or more at the end', () => {
    expect(matchesSubject('order.*.v1.>', 'order.placed.v1.express.3')).toBe(true);
    expect(matchesSubject('order.>', 'order')).toBe(false);
    expect(matchesSubject('order.*', 'order.placed.v1')).toBe(false);
    expect(matchesSubject('order.placed', 'order.placed')).toBe(true);
  });
});
