import { describe, expect, it } from '@jest/globals';
import { outcomeSentence, resolveLetters, type LetterOutcome } from './resolve-letters.ts';

const refusal = (status: number, message: string) => Object.assign(new Error(message), { status });

describe('resolving a group of dead letters', () => {
  it('sends the oldest first, one at a time, and reports each outcome as it comes', async () => {
    const log: string[] = [];
    let running = 0;
    await resolveLetters(
      ['12', '9', '100'],
      async (id) => {
        expect(++running).toBe(1);
        log.push(`send ${id}`);
        await Promise.resolve();
        running--;
        return { id, state: 'replayed', traceId: `t${id}` };
      },
      (id, outcome) => log.push(`${id} ${outcome.kind}`),
    );
    expect(log).toEqual(['send 9', '9 resolved', 'send 12', '12 resolved', 'send 100', '100 resolved']);
  });

  it('continues after one that is already resolved and one that fails', async () => {
    const outcomes = new Map<string, LetterOutcome>();
    await resolveLetters(
      ['1', '2', '3'],
      async (id) => {
        if (id === '1') throw refusal(409, 'dead letter 1 was replayed already');
        if (id === '2') throw refusal(503, 'the broker does not respond');
        return { id, state: 'replayed' };
      },
      (id, outcome) => outcomes.set(id, outcome),
    );
    expect(outcomes.get('1')).toEqual({
      kind: 'already-resolved',
      detail: 'dead letter 1 was replayed already',
    });
    expect(outcomes.get('2')).toEqual({ kind: 'failed', detail: 'the broker does not respond' });
    expect(outcomes.get('3')).toMatchObject({ kind: 'resolved', state: 'replayed' });
    expect(outcomeSentence(outcomes.values(), 'replay')).toBe('1 replayed, 1 already resolved, 1 failed');
  });
});
