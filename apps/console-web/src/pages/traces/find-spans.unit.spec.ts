import { expect, test } from '@jest/globals';
import { findSpans } from './find-spans.ts';
import { span } from './trace.fixture.ts';

const spans = [
  span('a', undefined, 0, 1, { name: 'POST /orders', service: 'order' }),
  span('b', 'a', 1, 1, {
    service: 'analytics',
    attributes: { 'messaging.message.id': 'E-77', nested: { deep: true } },
  }),
];

test('spans are found by name, service and attribute, in upper and lower case', () => {
  expect(findSpans(spans, 'post')).toEqual(['a']);
  expect(findSpans(spans, ' ANALYTICS ')).toEqual(['b']);
  expect(findSpans(spans, 'e-77')).toEqual(['b']);
  expect(findSpans(spans, 'deep')).toEqual(['b']);
});

test('no text finds nothing', () => expect(findSpans(spans, '  ')).toEqual([]));
