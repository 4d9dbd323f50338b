import { describe, expect, it } from '@jest/globals';
import { sequenceOf } from './sequence.ts';
import { delivery, message, progress } from './message.fixture.ts';
import { notesOf, sentenceOf } from './words.ts';

describe('a sentence', () => {
  it('has everything that its arrow shows', () => {
    const { lanes, steps } = sequenceOf([message({ deliveries: [delivery()] })]);
    expect(steps.map((step) => sentenceOf(step, lanes).replaceAll('\u00a0', ' '))).toEqual([
      'From order service to the outbox of order: order.placed; row 7; appended in the transaction that changed the data.',
      'From the outbox of order to stream ORDER: ORDER 12; order.placed.v1.standard.3; published by the relay.',
      'From stream ORDER to analytics service: order.placed; handled in 4 ms; CountSales of analytics.',
    ]);
  });
});

describe('what its consumers cannot tell', () => {
  const besides = (items: Parameters<typeof notesOf>[0]['items'], missing: string[] = []) =>
    notesOf({ items, complete: false, lost: false, missing });

  it('is empty if the broker has every message and every service responds', () => {
    expect(besides([message({ consumers: [progress({ state: 'pending' })] })])).toEqual([]);
  });

  it('includes where a message waits that the broker does not have yet', () => {
    const inOutbox = (parked: boolean) => message({ published: undefined, waiting: { attempts: 0, parked } });
    expect(besides([inOutbox(false), inOutbox(true)])).toEqual([
      'order.placed waits in the outbox of order',
      'order.placed is parked in the outbox of order',
    ]);
  });

  it('includes the services that do not respond', () => {
    expect(besides([], ['recommendation'])).toEqual([
      'recommendation does not respond, so what only it knows is missing',
    ]);
  });
});
