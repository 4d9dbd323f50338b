import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../api/http.ts';
import { Director, type Perform } from './director.ts';
import type { Facts } from './facts.ts';
import { scene } from './scene.ts';

const until = { words: 'it holds', holds: () => true };
const played = scene({
  id: 'played',
  title: 'Played',
  promise: '',
  lesson: '',
  figures: () => [],
  steps: [{ say: 'one', why: '', act: [{ kind: 'process', name: 'nats', action: 'stop' }], until }],
});
const factsOf = (countingSince: string) => ({ faults: { countingSince } }) as unknown as Facts;

function directed(fails: () => Error | undefined = () => undefined) {
  const done: string[] = [];
  const perform: Perform = async ({ kind }) => {
    const error = fails();
    if (error) throw error;
    done.push(kind);
    return kind === 'begin' ? { countingSince: 'now' } : {};
  };
  return { director: new Director(played, perform), done };
}

describe('the director', () => {
  it('performs the actions of a step one after the other, then waits', async () => {
    const { director, done } = directed();
    await director.next();
    expect(done).toEqual(['begin', 'process']);
    expect(director.current().phase).toBe('watching');
    await director.next();
    expect(done).toEqual(['begin', 'process']);
    director.observe(factsOf('now'));
    expect(director.current().phase).toBe('reached');
  });

  it('ignores a second press while an action is under way', async () => {
    const { director, done } = directed();
    await Promise.all([director.next(), director.next()]);
    expect(done).toEqual(['begin', 'process']);
  });

  it('stops at what fails, with the reason, and continues there', async () => {
    let failing = true;
    const { director, done } = directed(() =>
      failing && done.length === 1 ? new Problem(503, 'Unavailable', 'nats does not respond') : undefined,
    );
    await director.next();
    expect(director.current()).toMatchObject({ phase: 'stuck', obstacle: { why: 'nats does not respond' } });
    failing = false;
    await director.next();
    expect(done).toEqual(['begin', 'process']);
  });

  it('heals what it has broken when it is left in the middle, and only then', async () => {
    const { director, done } = directed();
    await director.leave();
    expect(done).toEqual([]);
    await director.next();
    await director.leave();
    await director.leave();
    expect(done).toEqual(['begin', 'process', 'heal', 'replay']);
  });

  it('leaves alone what another presenter has begun', async () => {
    const { director, done } = directed();
    await director.next();
    director.observe(factsOf('later'));
    expect(director.current().phase).toBe('taken-over');
    await director.leave();
    expect(done).toEqual(['begin', 'process']);
  });
});
