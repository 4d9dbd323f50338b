import { describe, expect, it } from '@jest/globals';
import { consumersOf, isComplete, progressOf, type Evidence } from './consumer-progress.js';

const durable = {
  service: 'analytics',
  consumer: 'analytics',
  durable: 'analytics-standard',
  stream: 'ORDER',
  filters: ['order.*.v1.standard.>'],
  routes: [{ type: 'order.confirmed', handler: 'CountSales' }],
};
const nothing: Evidence = {
  sequence: 7,
  position: { ackFloor: 4, numPending: 1, numAckPending: 1 },
  answered: true,
  handled: false,
  discarded: false,
  failedAttempts: 0,
  letter: undefined,
};
const progress = (evidence: Partial<Evidence>) =>
  progressOf({ durable, handler: 'CountSales' }, { ...nothing, ...evidence });

const letter = (state: 'open' | 'replayed' | 'discarded', failedReplays = 0) => ({ state, failedReplays });

describe('the consumers of a message', () => {
  it('are those whose filter matches its subject and who have a handler for its type', () => {
    const of = (subject: string) => consumersOf([durable], subject).map(({ handler }) => handler);
    expect(of('order.confirmed.v1.standard.3')).toEqual(['CountSales']);
    expect(of('order.confirmed.v1.express.3')).toEqual([]);
    expect(of('order.placed.v1.standard.3')).toEqual([]);
  });
});

describe('how far a consumer is', () => {
  it('is pending with no more lag than what waits for it at all', () => {
    expect(progress({})).toMatchObject({ state: 'pending', lag: 2, ackFloor: 4 });
  });

  it('is done by its inbox or its decision, whatever the broker says', () => {
    expect(progress({ handled: true }).state).toBe('done');
    expect(progress({ discarded: true }).state).toBe('done');
    expect(progress({ letter: letter('discarded') }).state).toBe('done');
  });

  it('is settled where the floor has passed it and nobody knows how it ended', () => {
    const position = { ackFloor: 7, numPending: 0, numAckPending: 0 };
    expect(progress({ position }).state).toBe('settled');
    expect(progress({ position, answered: false }).state).toBe('settled');
    expect(progress({ position, letter: letter('open') }).state).toBe('dead-lettered');
  });

  it('goes by the replay once its dead letter is replayed, whatever the ack floor has passed', () => {
    const passed = { position: { ackFloor: 7, numPending: 0, numAckPending: 0 }, failedAttempts: 5 };
    expect(progress({ ...passed, letter: letter('replayed') }).state).toBe('pending');
    expect(progress({ ...passed, letter: letter('replayed', 1) }).state).toBe('retrying');
    expect(progress({ ...passed, letter: letter('replayed', 1), handled: true }).state).toBe('done');
  });

  it('is retrying once an attempt failed', () => {
    expect(progress({ failedAttempts: 2 })).toMatchObject({ state: 'retrying', attempts: 2 });
  });

  it('is unknown only where neither service nor broker answers', () => {
    expect(progress({ answered: false }).state).toBe('pending');
    expect(progress({ position: undefined }).state).toBe('pending');
    expect(progress({ position: undefined, answered: false }).state).toBe('unknown');
  });

  it('is complete for a message that is published and that everybody has settled', () => {
    const states = (...all: ('done' | 'settled' | 'dead-lettered' | 'pending' | 'unknown')[]) =>
      all.map((state) => ({ state }));
    expect(isComplete(true, states('done', 'settled'))).toBe(true);
    expect(isComplete(true, states('done', 'dead-lettered'))).toBe(false);
    expect(isComplete(true, states('done', 'pending'))).toBe(false);
    expect(isComplete(true, states('unknown'))).toBe(false);
    expect(isComplete(false, [])).toBe(false);
    expect(isComplete(true, [])).toBe(true);
  });
});
