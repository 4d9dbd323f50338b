import { describe, expect, it } from '@jest/globals';
import { deadLetterEdges, describeLetters, type Letter } from './dead-letter-edges.js';

const letter = (consumer: string, type: string, state: Letter['state'] = 'open'): Letter => ({
  consumer,
  type,
  state,
});

describe('the stream of dead letters', () => {
  it('is reached from the consumers that gave up on something, and leads back where something was replayed', () => {
    const letters = [
      letter('sales', 'order.placed'),
      letter('sales', 'order.confirmed', 'replayed'),
      letter('mail', 'order.placed', 'discarded'),
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
    const one = [letter('sales', 'order.placed')];
    expect(describeLetters([], 9)).toBe('no dead letters');
    expect(describeLetters(one, 9)).toBe('1 dead letter, 1 open');
    expect(describeLetters([...one, letter('sales', 'order.placed', 'discarded')], 9)).toBe(
      '2 dead letters, 1 open',
    );
    expect(describeLetters([...one, ...one], 2)).toBe('2 and more dead letters, 2 open');
  });
});
