import { expect, test } from '@jest/globals';
import { detailWords, nameWords } from './audit-words.ts';

test('a name that nobody verified is not shown as one that was', () => {
  expect(nameWords({ by: 'ana', verifiedBy: 'sign-in' })).toBe('ana');
  expect(nameWords({ by: 'ana' })).toBe('ana, as said');
  expect(nameWords({})).toBe('not said');
});

test('details are listed with their values, without those that have none', () => {
  expect(detailWords({ reason: 'we move', forMs: null, types: [{ type: 'order.placed' }], heal: true })).toBe(
    'reason: we move, types: [{"type":"order.placed"}], heal: true',
  );
  expect(detailWords({})).toBe('');
});
