import { describe, expect, it } from '@jest/globals';
import { deadLetterEdges, describeLetters, type LetterCount } from './dead-letter-edges.js';

const count = (consumer: string, type: string, counts: Partial<LetterCount> = {}): LetterCount => ({
  ...{ consumer, type, total: 1, open: 0, replayed: 0 },
  ...counts,
});

describe('the stream of dead letters', () => {
  it('is reached from the consumers that gave up on something, and leads back where something was replayed', () => {
    const letters = [
      count('sales', 'order.placed', { open: 1 }),
      count('sales', 'order.confirmed', { replayed: 1 }),
      count('mail', 'order.placed'),
    ];
    const edges = deadLetterEdges(letters, 'DEAD', (consumer) => (consumer === 'sales' ? 0.3 : 0));
    expect(edges).toMatchObject([
      { from: 'consumer:mail', to: 'stream:DEAD', kind: 'publishes', events: ['order.placed'], perSecond: 0 },
      { from: 'consumer:sales', events: ['order.confirmed', 'order.placed'], perSecond: 0.3 },
      { from: 'stream:DEAD', to: 'consumer:sales', kind: 'feeds', events: ['order.confirmed'] },
    ]);
    expect(edges.filter(({ finding }) => finding)).toEqual([]);
    expect(deadLetterEdges([], 'DEAD', () => 0)).toEqual([]);
  });

  it('says how many letters it holds and how many of them wait for a decision', () => {
    expect(describeLetters([])).toBe('no dead letters');
    expect(describeLetters([count('sales', 'order.placed', { open: 1 })])).toBe('1 dead letter, 1 open');
    expect(
      describeLetters([
        count('sales', 'order.placed', { total: 1_999, open: 7 }),
        count('mail', 'order.placed'),
      ]),
    ).toBe('2000 dead letters, 7 open');
  });
});
