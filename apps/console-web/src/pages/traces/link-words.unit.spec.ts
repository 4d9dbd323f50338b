import { expect, test } from '@jest/globals';
import { linkWords } from './link-words.ts';

const link = (name: string, direction: 'causedBy' | 'ledTo') =>
  Object.values(linkWords({ name }, direction)).join(' ');

test('a link says its direction, and whether it is a replay', () => {
  expect(link('create order.placed.v1.{lane}.{partition}', 'causedBy')).toBe('caused by order.placed');
  expect(link('process order.placed.v1.{lane}.{partition}', 'ledTo')).toBe('led to order.placed');
  expect(link('replay order.placed.v1.{lane}.{partition}', 'ledTo')).toBe('replayed as order.placed');
  expect(link('GET /orders', 'ledTo')).toBe('led to GET /orders');
});
