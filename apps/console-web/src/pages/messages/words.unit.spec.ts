import { describe, expect, it } from '@jest/globals';
import { sequenceOf } from './sequence.ts';
import { delivery, message, progress } from './testing.ts';
import { sentenceOf, verdictOf } from './words.ts';

describe('a sentence', () => {
  it('holds every fact of its arrow', () => {
    const { lanes, steps } = sequenceOf([message({ deliveries: [delivery()] })]);
    expect(steps.map((step) => sentenceOf(step, lanes).replaceAll('\u00a0', ' '))).toEqual([
      'From order service to the outbox of order: order.placed; row 7; appended in the transaction that changed the data.',
      'From the outbox of order to stream ORDER: ORDER 12; order.placed.v1.standard.3; published by the relay.',
      'From stream ORDER to analytics service: order.placed; handled in 4 ms; CountSales of analytics.',
    ]);
  });
});

describe('the verdict', () => {
  const verdict = (
    items: Parameters<typeof verdictOf>[0]['items'],
    complete = false,
    missing: string[] = [],
  ) => verdictOf({ items, complete, missing });

  it('says that everything has arrived', () => {
    const { tone, headline, reasons } = verdict([message({ consumers: [progress()], complete: true })], true);
    expect(tone).toBe('good');
    expect(headline).toMatch(/^Complete: 1\smessage, handled by everyone who has to \(1 of 1\)\.$/);
    expect(reasons).toEqual([]);
  });

  it('names who is waited for and who gave up', () => {
    const { tone, headline, reasons } = verdict(
      [
        message({
          consumers: [progress({ state: 'pending' }), progress({ consumer: 'b', service: 'b' })],
          deadLettered: [{ id: 'd', consumer: 'c', at: '', reason: 'r', state: 'open' }],
        }),
      ],
      false,
      ['recommendation'],
    );
    expect(tone).toBe('bad');
    expect(headline).toMatch(/1 of 2 handlings done/);
    expect(reasons).toEqual([
      'c gave up on order.placed',
      'waiting for analytics to handle order.placed',
      'recommendation does not answer, so what only it knows is missing',
    ]);
  });

  it('calls nothing complete that was given up, settled as it is', () => {
    const letter = { id: 'd', consumer: 'analytics', at: '', reason: 'r', state: 'open' as const };
    const given = message({ consumers: [progress({ state: 'dead-lettered' })], deadLettered: [letter] });
    expect(verdict([given], true)).toMatchObject({
      tone: 'bad',
      reasons: ['analytics gave up on order.placed'],
    });
    const discarded = message({ ...given, deadLettered: [{ ...letter, state: 'discarded' }] });
    expect(verdict([discarded], true).tone).toBe('good');
  });

  it('says where a message waits that the broker does not have yet', () => {
    const { reasons } = verdict([message({ published: undefined, waiting: { attempts: 0, dead: false } })]);
    expect(reasons).toEqual(['order.placed waits in the outbox of order']);
  });
});
