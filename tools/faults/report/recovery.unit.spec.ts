import { describe, expect, it } from '@jest/globals';
import type { Witnessed } from '../lab/witness.ts';
import type { Struck } from '../plan/run-strikes.ts';
import { recoveries, summaryOf } from './recovery.ts';

const SERVICES = ['order', 'payment'];

const fault = (target: string, struck: number, healed: number): Struck => ({
  ...{ kind: 'process.kill', target },
  ...{ struckAt: new Date(struck), healedAt: new Date(healed) },
});

const handled = (process: string, at: number): Witnessed => ({
  ...{ service: process.replace(/-\d$/, ''), sequence: BigInt(at), consumer: 'c', messageId: `${at}` },
  ...{ outcome: 'handled', at: new Date(at), process },
});

/** Milliseconds until each fault was recovered from. */
const after = (struck: Struck[], witnessed: Witnessed[]) =>
  recoveries(struck, witnessed, SERVICES).map(({ ms }) => ms);

describe('recovery', () => {
  it('of a process, or of its link, lasts until that process handles a message', () => {
    const rows = [handled('order', 150), handled('order-2', 100), handled('order-2', 420)];
    expect(after([fault('order-2', 0, 200)], rows)).toEqual([220]);
    expect(after([fault('order-2>postgres', 0, 200)], rows)).toEqual([220]);
  });

  it('of a server lasts until every service handles a message, whichever process it is', () => {
    const rows = [handled('order-2', 210), handled('order', 900), handled('payment', 350)];
    expect(after([fault('nats', 0, 200)], rows)).toEqual([150]);
  });

  it('is unknown where nothing is handled any more', () => {
    expect(after([fault('nats', 0, 200)], [handled('order', 300), handled('payment', 100)])).toEqual([
      undefined,
    ]);
  });

  it.each([
    ['the same process', 'order'],
    ['its link', 'order>postgres'],
    ['its database', 'order'],
    ['a server', 'postgres'],
    ['a stream', 'ORDER'],
  ])('does not count the time in which another fault strikes %s', (_, target) => {
    const others = [fault(target, 300, 500), fault(target, 400, 1_000)];
    expect(after([fault('order', 0, 200), ...others], [handled('order', 1_010)])[0]).toBe(110);
  });

  it('counts the time in which another service is struck', () => {
    expect(
      after(
        [fault('order', 0, 200), fault('payment', 300, 1_000)],
        [handled('order', 1_010), handled('payment', 1_020)],
      ),
    ).toEqual([810, 20]);
  });

  it('is summed up by the median and the worst', () => {
    const rows = [handled('order', 210), handled('payment', 290), handled('order', 1_000)];
    const list = recoveries(
      [fault('order', 0, 200), fault('order', 500, 600), fault('payment', 0, 250)],
      rows,
      SERVICES,
    );
    expect(summaryOf(list)).toEqual({ p50: 40, max: 400 });
  });
});
