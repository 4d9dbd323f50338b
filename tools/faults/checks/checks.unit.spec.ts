import { describe, expect, it } from '@jest/globals';
import type { Evidence } from '../evidence/evidence.ts';
import { soundEvidence } from '../evidence/evidence.fixture.ts';
import { runChecks } from './index.ts';

const sound = soundEvidence();
const [orderId] = [...sound.orders.keys()];

/** What the checks say of the sound run with this changed. */
const found = (change: Partial<Evidence>) =>
  runChecks({ ...sound, ...change }).map(({ check, kind }) => `${check}: ${kind}`);

describe('the checks of the laboratory', () => {
  it('find nothing in a sound run', () => {
    expect(found({})).toEqual([]);
  });

  it.each<[string, Partial<Evidence>, string]>([
    ['a request without an answer', { unanswered: ['no answer'] }, 'answers: other'],
    ['an accepted order that is nowhere', { orders: new Map() }, 'accepted orders: lost'],
    ['an order that was never decided', ordersWith('placed'), 'accepted orders: lost'],
    ['a cancellation that was forgotten', { cancelled: new Set([orderId!]) }, 'accepted orders: lost'],
    ['an event that was not published', { published: sound.published.slice(0, 1) }, 'events of orders: lost'],
    ['an event that was published twice', { published: withCopyOf(1) }, 'events of orders: doubled'],
    ['an event that contradicts the order', ordersWith('rejected'), 'events of orders: other'],
    ['an event that a consumer never handled', { witnessed: without(2) }, 'effects once: lost'],
    ['behaviour that a consumer never handled', { witnessed: without(3) }, 'effects once: lost'],
    [
      'an effect that happened twice',
      { witnessed: [...sound.witnessed, sound.witnessed[1]!] },
      'effects once: doubled',
    ],
    ['events of a key out of order', { witnessed: swapped(1, 2) }, 'order per key: reordered'],
    [
      'an order that analytics counts twice',
      { sales: { orders: 2, revenue: '13' } },
      'equal figures: doubled',
    ],
    ['an order that analytics lacks', { sales: { orders: 0, revenue: '0' } }, 'equal figures: lost'],
    ['a product counted twice', { bought: new Map([['p', 2]]) }, 'equal figures: doubled'],
    ['units that are gone', { shelves: [{ ...sound.shelves[0]!, left: 97 }] }, 'stock conserved: other'],
    ['units sold twice', { shelves: [{ ...sound.shelves[0]!, left: -1 }] }, 'stock conserved: other'],
    ['an order that nobody paid', { payments: [] }, 'money conserved: other'],
    [
      'money that is still held',
      { payments: [{ ...sound.payments[0]!, held: 6.5 }] },
      'money conserved: other',
    ],
    [
      'a dead letter',
      { deadLetters: [{ consumer: 'x', eventId: 'y', error: 'unforeseen' }] },
      'dead letters: other',
    ],
    [
      'a parked row',
      { published: sound.published.map((row) => ({ ...row, state: 'parked' })) },
      'nothing left over: other',
    ],
    ['a message that waits', { undelivered: new Map([['d', 1]]) }, 'nothing left over: other'],
    ['a leaked session', { sessions: [{ ...sound.sessions[0]!, open: 19 }] }, 'nothing left over: other'],
    [
      'a leaked lease',
      { sessions: [{ ...sound.sessions[0]!, advisoryLocks: 67 }] },
      'nothing left over: other',
    ],
    [
      'a durable that is gone',
      { consumersBefore: [...sound.consumers, { ...sound.consumers[0]!, durables: ['more'] }] },
      'nothing left over: other',
    ],
    [
      'the durables of a release that is gone',
      {
        consumers: [{ ...sound.consumers[1]!, durables: ['baskets_standard_3of8', 'baskets_standard_0of4'] }],
      },
      'nothing left over: other',
    ],
  ])('find %s', (_, change, finding) => {
    expect(found(change)).toContain(finding);
  });

  it('let a planned dead letter pass, and the events of its key after it', () => {
    const deadLetters = [{ consumer: 'baskets', eventId: 'm1', error: 'planned' }];
    expect(found({ deadLetters, witnessed: without(1) })).toEqual([]);
    expect(found({ deadLetters, witnessed: swapped(1, 2) })).toEqual([]);
  });

  it('let events be late that were sent again', () => {
    const published = sound.published.map((row) => ({ ...row, resent: true }));
    expect(found({ published, witnessed: swapped(1, 2) })).toEqual([]);
  });

  it('let behaviour pass whose loss was planned', () => {
    const planned = { ...sound.planned, behaviourLost: true };
    expect(found({ planned, witnessed: without(3) })).toEqual([]);
  });
});

function ordersWith(status: string): Partial<Evidence> {
  return { orders: new Map([[orderId!, { status, total: '6.5' }]]) };
}

function withCopyOf(index: number) {
  const row = sound.published[index]!;
  return [...sound.published, { ...row, id: 99n, messageId: 'm99' }];
}

function without(index: number) {
  return sound.witnessed.filter((_, each) => each !== index);
}

/** The same rows, with their places in time exchanged. */
function swapped(one: number, other: number) {
  const [a, b] = [sound.witnessed[one]!, sound.witnessed[other]!];
  return sound.witnessed.map((row, each) =>
    each === one ? { ...b, sequence: a.sequence } : each === other ? { ...a, sequence: b.sequence } : row,
  );
}
