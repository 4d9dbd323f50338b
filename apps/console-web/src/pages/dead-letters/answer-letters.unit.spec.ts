import { describe, expect, it } from '@jest/globals';
import { answerLetters, countOutcomes, outcomeSentence, type LetterOutcome } from './answer-letters.ts';

const refusal = (status: number, message: string) => Object.assign(new Error(message), { status });

describe('answering a group of dead letters', () => {
  it('sends the oldest first, one at a time, and tells each outcome as it comes', async () => {
    const log: string[] = [];
    let running = 0;
    await answerLetters(
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
    expect(log).toEqual(['send 9', '9 answered', 'send 12', '12 answered', 'send 100', '100 answered']);
  });

  it('goes on after one that was answered before and one that fails', async () => {
    const outcomes = new Map<string, LetterOutcome>();
    await answerLetters(
      ['1', '2', '3'],
      async (id) => {
        if (id === '1') throw refusal(409, 'dead letter 1 was replayed already');
        if (id === '2') throw refusal(503, 'the broker does not answer');
        return { id, state: 'replayed' };
      },
      (id, outcome) => outcomes.set(id, outcome),
    );
    expect(outcomes.get('1')).toEqual({ kind: 'already', detail: 'dead letter 1 was replayed already' });
    expect(outcomes.get('2')).toEqual({ kind: 'failed', detail: 'the broker does not answer' });
    expect(outcomes.get('3')).toMatchObject({ kind: 'answered', state: 'replayed' });
    const count = countOutcomes(3, outcomes.values());
    expect(count).toEqual({ total: 3, done: 3, answered: 1, already: 1, failed: 1 });
    expect(outcomeSentence(count, 'replay')).toBe('1 replayed, 1 was answered before, 1 failed');
  });
});
