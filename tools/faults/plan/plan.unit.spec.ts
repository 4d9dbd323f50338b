import { describe, expect, it } from '@jest/globals';
import { Random } from '../../shoppers/random.ts';
import type { FaultKind } from '../fault.ts';
import type { Laboratory } from '../laboratory.ts';
import { chosenKinds } from '../kinds/index.ts';
import { hasToWait } from './conflicts.ts';
import { planStrikes } from './plan-strikes.ts';
import { runStrikes } from './run-strikes.ts';

const lab = {} as Laboratory;
const kind = (name: string, more: Partial<FaultKind> = {}): FaultKind => ({
  ...{ name, weight: 1, targets: () => ['one', 'two'], strike: async () => undefined },
  ...more,
});

describe('the plan of a run', () => {
  const kinds = [kind('a.x', { weight: 3 }), kind('a.y'), kind('b.z', { targets: () => [] })];
  const plan = (seed: number) =>
    planStrikes(kinds, lab, { seed, durationMs: 1_800_000 }).map(({ at, kind, target }) => [
      at,
      kind.name,
      target,
    ]);

  it('is the same for the same seed, and another for another', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it('strikes at least 100 faults in half an hour, by weight, and none that has no target', () => {
    const names = plan(7).map(([, name]) => name);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => name === 'a.x').length).toBeGreaterThan(
      names.filter((name) => name === 'a.y').length,
    );
    expect(names).not.toContain('b.z');
  });
});

describe('faults at the same time', () => {
  const at = (name: string, target: string, excludes: string[] = []) => ({
    kind: kind(name, { excludes }),
    target,
  });

  it('are of different targets', () => {
    expect(hasToWait(at('a.x', 'one'), [at('b.y', 'one')])).toBe(true);
    expect(hasToWait(at('a.x', 'one'), [at('b.y', 'two')])).toBe(false);
  });

  it('do not exclude each other, by name or group, whichever of them says so', () => {
    expect(hasToWait(at('a.x', 'one', ['b']), [at('b.y', 'two')])).toBe(true);
    expect(hasToWait(at('b.y', 'one'), [at('a.x', 'two', ['b.y'])])).toBe(true);
    expect(hasToWait(at('a.x', 'one', ['bb']), [at('b.y', 'two')])).toBe(false);
  });

  it('are three at most', () => {
    expect(
      hasToWait(
        at('d.d', '4'),
        ['1', '2', '3'].map((target) => at('a.x', target)),
      ),
    ).toBe(true);
  });
});

describe('a run', () => {
  const strike = (name: string, strikeIt: FaultKind['strike']) => ({
    ...{ at: 0, target: name, seed: 1, kind: kind(name, { strike: strikeIt }) },
  });
  const quiet = { signal: new AbortController().signal, untilMs: 60_000, say: () => undefined };

  it('goes on after a fault that could not be struck, and names it', async () => {
    const fails = strike('fails', () => Promise.reject(new Error('no such stream')));
    const works = strike('works', async () => undefined);
    const struck = await runStrikes([fails, works], lab, quiet);
    expect(struck).toMatchObject([{ kind: 'fails', failure: 'no such stream' }, { kind: 'works' }]);
    expect(struck[1]).not.toHaveProperty('failure');
  });

  it('strikes what has nothing against it while others wait, and leaves out what waits too long', async () => {
    const order: string[] = [];
    let end = (): void => undefined;
    const long = new Promise<void>((resolve) => (end = resolve));
    const strikes = [
      strike('one', () => long),
      { ...strike('one', async () => void order.push('same target')), at: 0 },
      strike('two', async () => {
        order.push('other target');
        setTimeout(end, 300);
      }),
    ];
    await runStrikes(strikes, lab, { ...quiet, untilMs: 250 });
    expect(order).toEqual(['other target']);
  });

  it('gives each fault numbers of its own seed, and ends when it is interrupted', async () => {
    const stop = new AbortController();
    let drawn: number | undefined;
    const first = strike('first', async (_lab, _target, random) => {
      drawn = random.next();
      stop.abort();
    });
    const struck = await runStrikes(
      [first, { ...strike('second', async () => undefined), at: 60_000 }],
      lab,
      {
        ...quiet,
        signal: stop.signal,
      },
    );
    expect(struck.map(({ kind }) => kind)).toEqual(['first']);
    expect(drawn).toBe(new Random(1).next());
  });
});

describe('--kinds', () => {
  it('takes kinds and groups, and names what there is otherwise', () => {
    const all = [kind('a.x'), kind('a.y'), kind('ab.z')];
    expect(chosenKinds(['a'], all).map(({ name }) => name)).toEqual(['a.x', 'a.y']);
    expect(chosenKinds([], all)).toHaveLength(3);
    expect(() => chosenKinds(['c'], all)).toThrow('there is no "c"; there are a.x, a.y, ab.z');
  });
});
