import { describe, expect, test } from '@jest/globals';
import { allNodes, outline, type OutlineNode } from './outline.ts';
import { retriedOrder, span, trace } from './trace.fixture.ts';

const keys = (rows: readonly OutlineNode[]) => rows.map(({ key }) => key);
const find = (rows: readonly OutlineNode[], key: string) => allNodes(rows).find((row) => row.key === key)!;

describe('the steps of a trace', () => {
  const rows = outline(retriedOrder(), 'steps');
  test('leave out the spans between them, and list these at the span above', () => {
    expect(keys(rows)).toEqual(['post']);
    expect(keys(rows[0]!.children)).toEqual(['create']);
    expect(rows[0]!.subject).toMatchObject({ inner: ['use', 'insert'] });
  });
  test('keep the span that the reader has chosen', () => {
    const kept = outline(retriedOrder(), 'steps', 'insert');
    expect(keys(kept[0]!.children)).toEqual(['insert', 'create']);
    expect(kept[0]!.subject).toMatchObject({ inner: ['use'] });
  });
  test('of a trace without messages are all its spans', () => {
    const spans = [span('root', undefined, 0, 5), span('inner', 'root', 1, 1)];
    expect(allNodes(outline(trace({ spans }), 'steps'))).toHaveLength(2);
  });
  test('include every error', () => {
    const spans = [
      span('root', undefined, 0, 5),
      span('create', 'root', 1, 1, { step: 'create' }),
      span('broken', 'root', 2, 1, { status: 'error' }),
    ];
    expect(keys(outline(trace({ spans }), 'steps')[0]!.children)).toEqual(['create', 'broken']);
  });
});

test('all spans are shown on demand', () => {
  const rows = outline(retriedOrder(), 'all');
  expect(keys(find(rows, 'use').children)).toEqual(['insert', 'create']);
});

test('the attempts of one consumer at one message are grouped at the first one', () => {
  const create = find(outline(retriedOrder(), 'steps'), 'create');
  expect(keys(create.children)).toEqual(['publish', 'own', 'attempts e1 analytics']);
  expect(keys(create.children[2]!.children)).toEqual(['try1', 'try2', 'try3']);
  expect(create.children[2]!.subject).toMatchObject({ kind: 'attempts', service: 'analytics' });
});

test('a consumer that has not handled the message yet has a row below its origin', () => {
  const consumer = {
    consumer: 'recommendation',
    service: 'recommendation',
    handler: 'Learn',
    lag: 14,
    attempts: 0,
  };
  const detail = {
    ...retriedOrder(),
    messages: [
      {
        eventId: 'e1',
        type: 'order.placed',
        complete: false,
        consumers: [
          { ...consumer, state: 'pending' as const },
          { ...consumer, consumer: 'order', state: 'done' as const },
        ],
      },
    ],
  };
  const create = find(outline(detail, 'steps'), 'create');
  expect(create.children.at(-1)!.subject).toMatchObject({
    kind: 'awaited',
    progress: { consumer: 'recommendation', lag: 14 },
  });
  expect(create.children.filter(({ subject }) => subject.kind === 'awaited')).toHaveLength(1);
});

test('10,000 spans below each other are outlined without recursion', () => {
  const spans = Array.from({ length: 10_000 }, (_, n) =>
    span(`s${n}`, n === 0 ? undefined : `s${n - 1}`, n, 1),
  );
  expect(allNodes(outline(trace({ spans }), 'all'))).toHaveLength(10_000);
});
