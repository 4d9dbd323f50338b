import { expect, test } from '@jest/globals';
import { searchTarget } from './search-target.ts';

test('each kind of hit leads to its page', () => {
  expect(searchTarget({ kind: 'trace', id: 'ab12', title: '' })).toBe('/traces/ab12');
  expect(searchTarget({ kind: 'order', id: 'INV/7', title: '', traceId: 'ab12' })).toBe('/messages/INV%2F7');
  expect(searchTarget({ kind: 'event', id: 'e 1', title: '', traceId: 'ab12' })).toBe(
    '/traces/ab12?event=e%201',
  );
  expect(searchTarget({ kind: 'event', id: 'e1', title: '' })).toBe('/messages?event=e1');
  expect(searchTarget({ kind: 'dead-letter', id: 'd1', title: '' })).toBe('/dead-letters/d1');
});
