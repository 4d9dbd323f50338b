import { describe, expect, it } from '@jest/globals';
import { actionOf, advance, isOver, mustHeal, TITLE, type Run, type RunEvent } from './run.ts';
import { scene } from './scene.ts';

const until = { words: 'it holds', holds: () => true };
const played = scene({
  id: 'played',
  title: 'Played',
  promise: '',
  lesson: '',
  figures: () => [],
  steps: [
    { say: 'one', why: '', act: [{ kind: 'orders', count: 1 }], until },
    { say: 'two', why: '', until },
  ],
});
const after = (...events: RunEvent[]): Run =>
  events.reduce<Run>((run, event) => advance(played, run, event), TITLE);

const next = { type: 'next' } as const;
const acted = { type: 'acted' } as const;
const begun = { type: 'acted', countingSince: 'now' } as const;
const seen = { type: 'observed', countingSince: 'now', holds: true } as const;
const first = [next, begun, acted, seen] as const;
const obstacle = { why: 'it is down', advice: 'start it' };

describe('a run of a scene', () => {
  it('begins with a healed platform, and each action has its turn', () => {
    expect(actionOf(played, after(next))).toEqual({ kind: 'begin' });
    expect(actionOf(played, after(next, begun))).toEqual({ kind: 'orders', count: 1 });
    expect(after(next, begun)).toMatchObject({ phase: 'acting', countingSince: 'now' });
    expect(after(next, begun, acted)).toMatchObject({ phase: 'watching', step: 0 });
  });

  it('does not go on before it has seen what it waits for', () => {
    const waiting = after(next, begun, acted);
    expect(advance(played, waiting, next)).toBe(waiting);
    expect(advance(played, waiting, { ...seen, holds: false })).toBe(waiting);
    expect(advance(played, waiting, seen)).toMatchObject({ phase: 'reached', step: 0 });
  });

  it('only watches in a step without actions', () => {
    expect(after(...first, next)).toMatchObject({ phase: 'watching', step: 1 });
  });

  it('says why it is stuck, and tries again only what was not done', () => {
    const stuck = after(next, begun, { type: 'stuck', obstacle });
    expect(stuck).toMatchObject({ phase: 'stuck', obstacle });
    const again = advance(played, stuck, next);
    expect(again).toMatchObject({ phase: 'acting', obstacle: undefined });
    expect(actionOf(played, again)).toEqual({ kind: 'orders', count: 1 });
  });

  it('ends once another count has begun, and does not heal what is not its own any more', () => {
    const other = { ...seen, countingSince: 'later' };
    for (const events of [[next, begun], [next, begun, acted], first]) {
      const ended = after(...events, other);
      expect(ended.phase).toBe('taken-over');
      expect(mustHeal(played, ended)).toBe(false);
      expect(advance(played, ended, seen)).toBe(ended);
    }
  });

  it('is over after the healing that every scene ends with, whatever others do then', () => {
    const over = after(...first, next, seen, next, acted, acted, seen);
    expect(isOver(played, over)).toBe(true);
    expect(mustHeal(played, over)).toBe(false);
    expect(advance(played, over, next)).toBe(over);
    expect(advance(played, over, { ...seen, countingSince: 'later' })).toBe(over);
  });

  it('must be healed from its first action to its end', () => {
    expect(mustHeal(played, TITLE)).toBe(false);
    const begins: readonly RunEvent[][] = [[next], [...first], [...first, next, seen, next, acted]];
    expect(begins.map((events) => mustHeal(played, after(...events)))).toEqual([true, true, true]);
  });
});
