import { describe, expect, it } from '@jest/globals';
import { applied, type Mutation } from '../mutations/mutation.ts';
import { inTurn } from './in-turn.ts';
import { isComplete, type Outcome } from './outcome.ts';
import { resultOf } from './run-spec.ts';
import { proofsOf } from './sound-proofs.ts';
import { pageOf, rowsIn, rowsOf } from './table.ts';

const mutation: Mutation = {
  name: 'inbox-insert',
  guarantee: 2,
  without: 'a handled message | leaves no row',
  file: 'a.ts',
  source: 'insert();',
  replacement: '',
  provenBy: [{ spec: 'libs/a.int.spec.ts', test: 'once' }],
};
const caught: Outcome = {
  kind: 'caught',
  mutation,
  seconds: 1.4,
  by: mutation.provenBy[0],
  test: 'effects once',
  message: 'expected 1',
};

describe('a mutation', () => {
  it('is applied where its text is in the file exactly once', () => {
    expect(applied(mutation, 'begin();\ninsert();\n')).toBe('begin();\n\n');
    expect(applied(mutation, 'begin();\n')).toBeUndefined();
    expect(applied(mutation, 'insert();\ninsert();\n')).toBeUndefined();
  });

  it('is proven by each spec file once: by all its tests if one mutation counts on all', () => {
    const other: Mutation = { ...mutation, provenBy: [{ spec: 'libs/a.int.spec.ts', test: 'twice' }] };
    const whole: Mutation = { ...mutation, provenBy: [{ spec: 'libs/a.int.spec.ts' }] };
    expect(proofsOf([mutation, other, mutation])).toEqual([
      { spec: 'libs/a.int.spec.ts', titles: ['once', 'twice'] },
    ]);
    expect(proofsOf([mutation, whole])).toEqual([{ spec: 'libs/a.int.spec.ts', titles: [] }]);
  });

  it('is complete only if a test has failed for it', () => {
    expect(isComplete([caught])).toBe(true);
    for (const kind of ['survived', 'unapplied'] as const) {
      expect(isComplete([caught, { kind, mutation, seconds: 0 }])).toBe(false);
    }
  });

  it('has a row of the page, which stays until it is tried again', () => {
    const setUp = { node: 'v24', postgres: '18', nats: '2' };
    const other: Mutation = { ...mutation, name: 'other' };
    const both = [mutation, other];
    const rows = rowsOf([caught, { kind: 'survived', mutation: other, seconds: 2 }]);
    const page = pageOf(both, rows, setUp);
    expect(page).toContain('2 mutations, 1 caught. Last run: Node v24, Postgres 18, nats-server 2.');
    expect(page).toContain(
      '| 2 | `inbox-insert` | a handled message \\| leaves no row | [a.int.spec.ts](../libs/a.int.spec.ts): effects once | 1 |',
    );
    expect(page).toContain('SURVIVED');
    const retried = new Map([...rowsIn(page), ...rowsOf([{ ...caught, mutation: other }])]);
    expect(pageOf(both, retried, setUp)).toContain('2 mutations, 2 caught.');
    expect(pageOf([mutation], retried, setUp)).toContain('1 mutations, 1 caught.');
  });
});

describe('the report of a spec file', () => {
  const file = (...statuses: string[]) => ({
    testResults: [
      {
        message: 'cannot be loaded',
        assertionResults: statuses.map((status, index) => ({
          status,
          fullName: `test ${index}`,
          failureMessages: status === 'failed' ? ['why'] : [],
        })),
      },
    ],
  });

  it('says which test failed first, or that all have passed', () => {
    expect(resultOf(file('passed', 'failed', 'failed'), '')).toEqual({
      kind: 'failed',
      test: 'test 1',
      message: 'why',
    });
    expect(resultOf(file('pending', 'passed'), '')).toEqual({ kind: 'passed' });
  });

  it('proves nothing where no test ran', () => {
    expect(resultOf(file('pending'), '').kind).toBe('not-run');
    expect(resultOf(file(), '')).toEqual({ kind: 'not-run', message: 'cannot be loaded' });
    expect(resultOf(undefined, 'killed')).toEqual({ kind: 'not-run', message: 'killed' });
  });
});

it('work in turn keeps its results in order, whichever is done first', async () => {
  const first = Promise.withResolvers<void>();
  const results = inTurn([0, 1, 2], ['slow', 'fast'], async (item, worker) => {
    if (item === 0) await first.promise;
    if (item === 2) first.resolve();
    return `${item} ${worker}`;
  });
  expect(await results).toEqual(['0 slow', '1 fast', '2 fast']);
});
