import { describe, expect, it } from '@jest/globals';
import type { DeadLetterView, MessagesResponse, OrderSummary, StreamsResponse } from '@waybill/console-api';
import { Facts } from './facts.ts';
import type { Readings } from './read-facts.ts';

const nothing: Readings = {
  at: 0,
  faults: {
    switches: [],
    processes: [],
    counters: [],
    countingSince: '2026-11-28T20:00:00.000Z',
    notResponding: [],
    brokerReachable: true,
  },
  letters: [],
  orders: [],
  journeys: [],
};
const order = (status: OrderSummary['status']) => ({ status }) as OrderSummary;
const letter = (part: Partial<DeadLetterView>) =>
  ({
    state: 'open',
    deadAt: '2026-11-28T20:00:01.000Z',
    error: { name: 'Error', message: 'the fault switch "poison-next" poisoned it' },
    ...part,
  }) as DeadLetterView;
const streams = (reachable: boolean) =>
  ({
    reachable,
    streams: [
      {
        messages: 7,
        consumers: [
          { service: 'analytics', pending: 3, ackPending: 2 },
          { service: 'payment', pending: 1, ackPending: 0 },
        ],
      },
    ],
  }) as StreamsResponse;

describe('the facts', () => {
  it('count no order as confirmed before there is one', () => {
    expect(new Facts(nothing).allConfirmed).toBe(false);
    const orders = [order('confirmed'), order('placed')];
    expect(new Facts({ ...nothing, orders }).allConfirmed).toBe(false);
    expect(new Facts({ ...nothing, orders: orders.slice(0, 1) }).allConfirmed).toBe(true);
  });

  it('are unknown, not zero, while the broker is down', () => {
    const known = new Facts({ ...nothing, streams: streams(true) });
    expect([known.backlogOf('analytics'), known.inHandOf('analytics'), known.stored]).toEqual([5, 2, 7]);
    const unknown = new Facts({ ...nothing, letters: undefined, streams: streams(false) });
    expect([unknown.backlogOf('analytics'), unknown.stored, unknown.openLetters]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(unknown.healed).toBe(false);
  });

  it('have only the dead letters that the scene has made', () => {
    const letters = [
      letter({}),
      letter({ deadAt: '2026-11-28T19:59:59.000Z' }),
      letter({ error: { name: 'Error', message: 'no such product' } }),
    ];
    expect(new Facts({ ...nothing, letters }).openLetters).toEqual([letters[0]]);
  });

  it('say that the platform is healed once nothing is broken, stopped or dead', () => {
    const stopped = { name: 'nats', state: 'stopped', stoppable: true } as const;
    const restarting = { ...stopped, state: 'restarting' } as const;
    const isHealed = (changed: Partial<Readings>) => new Facts({ ...nothing, ...changed }).healed;
    expect(isHealed({})).toBe(true);
    expect(isHealed({ letters: [letter({})] })).toBe(false);
    for (const process of [stopped, restarting]) {
      expect(isHealed({ faults: { ...nothing.faults, processes: [process] } })).toBe(false);
    }
  });

  it('tell an order that is handled from one that took effect twice', () => {
    const journey = (outcomes: string[]) =>
      ({
        items: [
          {
            consumers: [{ consumer: 'sales', state: 'done' }],
            deliveries: outcomes.map((outcome) => ({ consumer: 'sales', outcome })),
          },
        ],
      }) as unknown as MessagesResponse;
    const facts = new Facts({
      ...nothing,
      journeys: [journey(['handled', 'duplicate']), journey(['handled', 'handled']), journey([])],
    });
    expect([facts.handledBy('sales'), facts.doubledBy('sales')]).toEqual([3, 1]);
  });
});
