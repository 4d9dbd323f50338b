import { expect, test } from '@jest/globals';
import { allNodes, outline } from './outline.ts';
import { timeWords } from './row-words.ts';
import { retriedOrder } from './trace.fixture.ts';
import { indexTrace } from './trace-index.ts';

const detail = retriedOrder();
const words = (key: string) =>
  timeWords(
    allNodes(outline(detail, 'all')).find((node) => node.key === key)!,
    indexTrace(detail),
  ).replaceAll('\u00a0', ' ');

test('a row’s words say what its drawing shows', () => {
  expect(words('try2')).toBe(
    '10 ms at 1.05 s, after 990 ms of back-off, failed, retried, on the critical path',
  );
  expect(words('insert')).toBe('3 ms at 2 ms');
  expect(words('attempts e1 analytics')).toBe('3 attempts: failed, retried; failed, retried; handled');
});
