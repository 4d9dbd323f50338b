import { expect, test } from '@jest/globals';
import { attributeWords } from './attribute-words.ts';

test('a message’s attributes come first, by readable names; the others by their own', () => {
  const { message, others } = attributeWords({
    'z.other': { a: [1] },
    'messaging.message.id': 'e1',
    'waybill.process.retry_delay_ms': 1_500,
    'a.other': true,
    'waybill.process.handler': 'CountSales',
  });
  expect(Object.entries(message)).toEqual([
    ['Handler', 'CountSales'],
    ['Next attempt after', '1.5\u00a0s'],
    ['Event id', 'e1'],
  ]);
  expect(Object.entries(others)).toEqual([
    ['a.other', 'true'],
    ['z.other', '{"a":[1]}'],
  ]);
});
