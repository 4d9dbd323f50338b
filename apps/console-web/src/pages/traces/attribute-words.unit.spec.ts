import { expect, test } from '@jest/globals';
import { attributeWords } from './attribute-words.ts';

test('a message’s attributes come first, in words; the rest by their own names', () => {
  const { message, others } = attributeWords({
    'z.other': { a: [1] },
    'messaging.message.id': 'e1',
    'waybill.process.retry_delay_ms': 1_500,
    'a.other': true,
    'waybill.process.handler': 'CountSales',
  });
  expect(message).toEqual([
    { key: 'Handler', value: 'CountSales' },
    { key: 'Next attempt after', value: '1.5\u00a0s' },
    { key: 'Event id', value: 'e1' },
  ]);
  expect(others).toEqual([
    { key: 'a.other', value: 'true' },
    { key: 'z.other', value: '{"a":[1]}' },
  ]);
});
