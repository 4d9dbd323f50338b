import { describe, expect, test } from '@jest/globals';
import type { OutlineNode } from './outline.ts';
import { ancestorsOf, moveFor, visibleRows } from './rows.ts';

const subject = { kind: 'awaited' } as OutlineNode['subject'];
const node = (key: string, ...children: OutlineNode[]): OutlineNode => ({ key, subject, children });
const tree = [node('a', node('b', node('c')), node('d')), node('e')];

test('rows are depth first, each with its level and its place among its siblings', () =>
  expect(
    visibleRows(tree, new Set()).map(({ key, level, position, siblings }) => [
      key,
      level,
      position,
      siblings,
    ]),
  ).toEqual([
    ['a', 1, 1, 2],
    ['b', 2, 1, 2],
    ['c', 3, 1, 1],
    ['d', 2, 2, 2],
    ['e', 1, 2, 2],
  ]));

test('rows below a collapsed one are left out', () =>
  expect(visibleRows(tree, new Set(['b'])).map(({ key, expanded }) => [key, expanded])).toEqual([
    ['a', true],
    ['b', false],
    ['d', false],
    ['e', false],
  ]));

test('the ancestors of a row are those that have to be expanded', () => {
  expect(ancestorsOf(tree, 'c')).toEqual(['b', 'a']);
  expect(ancestorsOf(tree, 'nobody')).toEqual([]);
});

describe('the keys of a tree grid', () => {
  const rows = visibleRows(tree, new Set(['b']));
  const at = (key: string, index: number) => moveFor(key, rows, index, 2);
  test('up and down go from row to row and stop at the ends', () => {
    expect(at('ArrowDown', 0)).toEqual({ kind: 'go', index: 1 });
    expect(at('ArrowDown', 3)).toEqual({ kind: 'go', index: 3 });
    expect(at('ArrowUp', 0)).toEqual({ kind: 'go', index: 0 });
    expect([at('PageDown', 0), at('End', 0), at('Home', 3)]).toMatchObject([
      { index: 2 },
      { index: 3 },
      { index: 0 },
    ]);
  });
  test('right opens, then goes to the first child', () => {
    expect(at('ArrowRight', 1)).toEqual({ kind: 'expand', key: 'b' });
    expect(at('ArrowRight', 0)).toEqual({ kind: 'go', index: 1 });
    expect(at('ArrowRight', 2)).toBeUndefined();
  });
  test('left closes, then goes to the parent', () => {
    expect(at('ArrowLeft', 0)).toEqual({ kind: 'collapse', key: 'a' });
    expect(at('ArrowLeft', 2)).toEqual({ kind: 'go', index: 0 });
    expect(at('ArrowLeft', 3)).toBeUndefined();
  });
  test('other keys are left to the browser', () => expect(at('x', 0)).toBeUndefined());
  test('the first key on a grid without a current row goes to the first one', () =>
    expect(at('ArrowDown', -1)).toEqual({ kind: 'go', index: 0 }));
});

test('50,000 rows below one are laid out', () =>
  expect(
    visibleRows([node('root', ...Array.from({ length: 50_000 }, (_, n) => node(`${n}`)))], new Set()),
  ).toHaveLength(50_001));
