import { expect, test } from '@jest/globals';
import { spanTree } from './span-tree.ts';
import { span } from './trace.fixture.ts';

test('children are below their parent in the order in which they began', () => {
  const [root] = spanTree([
    span('root', undefined, 0, 9),
    span('late', 'root', 5, 1),
    span('early', 'root', 2, 1),
  ]);
  expect(root!.children.map((node) => node.span.spanId)).toEqual(['early', 'late']);
});

test('a span whose parent is missing is a root, and marked as an orphan', () => {
  const roots = spanTree([span('lost', 'nobody', 3, 1), span('root', undefined, 0, 1)]);
  expect(roots.map((node) => [node.span.spanId, node.orphan])).toEqual([
    ['root', false],
    ['lost', true],
  ]);
});

test('a child that began before its parent has a skew, unless it is tiny', () => {
  const [root] = spanTree([
    span('root', undefined, 10, 9),
    span('child', 'root', 6.5, 1),
    span('same', 'root', 9.8, 1),
  ]);
  expect(root!.children.map((node) => node.skewMs)).toEqual([3.5, undefined]);
});

test('spans that name each other as parents are still shown', () => {
  const roots = spanTree([span('a', 'b', 0, 1), span('b', 'a', 1, 1), span('child', 'a', 2, 1)]);
  expect(roots.map((node) => [node.span.spanId, node.orphan])).toEqual([['a', true]]);
  expect(roots[0]!.children.map((node) => node.span.spanId)).toEqual(['b', 'child']);
});

test('a chain of 10,000 spans does not exhaust the stack', () => {
  const chain = Array.from({ length: 10_000 }, (_, n) =>
    span(`s${n}`, n === 0 ? undefined : `s${n - 1}`, n, 1),
  );
  expect(spanTree(chain)).toHaveLength(1);
});
