import { expect, test } from '@jest/globals';
import { eventType, nameWords, outcomeWords, spanTitle } from './span-words.ts';
import { span } from './trace.fixture.ts';

test('a message span is titled by its event, and a handling by its handler', () => {
  const name = (operation: string) => `${operation} order.placed.v1.{lane}.{partition}`;
  expect(spanTitle(span('a', undefined, 0, 1, { step: 'create', name: name('create') }))).toEqual({
    verb: 'append',
    what: 'order.placed',
  });
  expect(
    spanTitle(
      span('a', undefined, 0, 1, {
        step: 'process',
        name: name('process'),
        attributes: { 'waybill.process.handler': 'CountSales' },
      }),
    ),
  ).toEqual({ verb: 'handle', what: 'CountSales' });
});

test('any other span is titled by its name', () =>
  expect(spanTitle(span('a', undefined, 0, 1, { name: 'GET /orders/:id' }))).toEqual({
    what: 'GET /orders/:id',
  }));

test('an event’s type is what stands before its version', () => {
  expect(eventType({ step: 'publish', name: 'publish behavior.cart-updated.v12.{lane}.{partition}' })).toBe(
    'behavior.cart-updated',
  );
  expect(eventType({ step: 'publish', name: 'publish something' })).toBe('something');
  expect(eventType({ name: 'create order.placed.v1' })).toBeUndefined();
});

test('the name of a message span is shown in words', () => {
  expect(nameWords('replay order.confirmed.v1.{lane}.{partition}')).toBe('replay order.confirmed');
  expect(nameWords('process order.placed.v1.{lane}.{partition}')).toBe('handle order.placed');
  expect(nameWords('POST /orders')).toBe('POST /orders');
});

test('an outcome says more than a status', () => {
  expect(outcomeWords({ outcome: 'retried', status: 'error', step: 'process' })).toEqual({
    words: 'failed, retried',
    tone: 'warn',
  });
  expect(outcomeWords({ status: 'error' })).toEqual({ words: 'error', tone: 'bad' });
  expect(outcomeWords({ status: 'unset' })).toBeUndefined();
});
