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
  removed: false,
  responded: true,
  recordsKept: true,
  handled: false,
  givenUp: false,
  seenHandled: false,
  discarded: false,
  notKnown: false,
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

  it('have to handle a version that their code does not know yet: it waits for a replica that does', () => {
    const anyVersion = { ...durable, filters: ['order.confirmed.*.standard.*'] };
    const [waiting] = consumersOf([anyVersion], 'order.confirmed.v2.standard.3');
    const told = progressOf(waiting!, { ...nothing, notKnown: true });
    expect([told.state, isComplete(true, [told])]).toEqual(['waiting', false]);
    expect(progressOf(waiting!, nothing).state).toBe('pending');
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

  it('is unrecorded if the ack floor has passed it without a record of the outcome', () => {
    const position = { ackFloor: 7, numPending: 0, numAckPending: 0 };
    expect(progress({ position }).state).toBe('unrecorded');
    expect(progress({ position, responded: false }).state).toBe('unknown');
    expect(progress({ position, letter: letter('open') }).state).toBe('dead-lettered');
  });

  it('is lost if neither the stream nor an inbox has it, wherever the ack floor is', () => {
    const passed = { ackFloor: 7, numPending: 0, numAckPending: 0 };
    const before = { ackFloor: 4, numPending: 0, numAckPending: 0 };
    for (const position of [passed, before, undefined]) {
      expect(progress({ removed: true, position }).state).toBe('lost');
      expect(progress({ removed: true, position, failedAttempts: 2 }).state).toBe('lost');
      expect(progress({ removed: true, position, handled: true }).state).toBe('done');
      expect(progress({ removed: true, position, letter: letter('open') }).state).toBe('dead-lettered');
      expect(progress({ removed: true, position, letter: letter('replayed') }).state).toBe('pending');
    }
  });

  it('is not lost while a handler may have it, the service does not reply, or its record has expired', () => {
    const unacknowledged = { ackFloor: 7, numPending: 0, numAckPending: 1 };
    expect(progress({ removed: true, position: unacknowledged }).state).toBe('pending');
    const position = { ...unacknowledged, numAckPending: 0 };
    expect(progress({ removed: true, position, responded: false }).state).toBe('unknown');
    expect(progress({ removed: true, position, recordsKept: false }).state).toBe('unrecorded');
  });

  it('is done by its span where the inbox cannot tell any more, and not against its word', () => {
    const position = { ackFloor: 7, numPending: 0, numAckPending: 0 };
    const seen = { position, seenHandled: true };
    expect(progress({ ...seen, responded: false }).state).toBe('done');
    expect(progress({ ...seen, recordsKept: false }).state).toBe('done');
    expect(progress(seen).state).toBe('unrecorded');
  });

  it('is given up by its inbox where the letter is out of reach', () => {
    expect(progress({ givenUp: true, removed: true }).state).toBe('dead-lettered');
    expect(progress({ givenUp: true, letter: letter('replayed') }).state).toBe('pending');
    expect(progress({ givenUp: true, letter: letter('discarded') }).state).toBe('done');
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

  it('is unknown only if neither service nor broker replies', () => {
    expect(progress({ responded: false }).state).toBe('pending');
    expect(progress({ position: undefined }).state).toBe('pending');
    expect(progress({ position: undefined, responded: false }).state).toBe('unknown');
  });

  it('is complete for a message that is published and that everybody was seen to handle', () => {
    const states = (...all: ('done' | 'unrecorded' | 'dead-lettered' | 'lost' | 'pending' | 'unknown')[]) =>
      all.map((state) => ({ state }));
    expect(isComplete(true, states('done', 'done'))).toBe(true);
    expect(isComplete(true, states('done', 'unrecorded'))).toBe(false);
    expect(isComplete(true, states('done', 'lost'))).toBe(false);
    expect(isComplete(true, states('done', 'dead-lettered'))).toBe(false);
    expect(isComplete(true, states('done', 'pending'))).toBe(false);
    expect(isComplete(true, states('unknown'))).toBe(false);
    expect(isComplete(false, [])).toBe(false);
    expect(isComplete(true, [])).toBe(true);
  });
});
