import { describe, expect, it } from '@jest/globals';
import { journeyOf, progressOfMessage, type MessageFacts } from './journey.js';
import type { AppendedFact, StoredSpan } from './message-facts.js';

const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
const TRACE = 'a'.repeat(32);

const appended: AppendedFact = {
  service: 'order',
  id: '9',
  key: 'o 1',
  eventId: 'e1',
  subject: 'order.placed.v1.express.3',
  headers: { traceparent: `00-${TRACE}-${'b'.repeat(16)}-01`, 'ce-correlationid': 'o%201' },
  payload: { orderId: 'o 1' },
  createdAt: at(0),
  publishedAt: at(1),
  stream: 'ORDER',
  sequence: 5,
  attempts: 0,
  lastError: null,
  availableAt: null,
  parkedAt: null,
};

const span = (step: StoredSpan['step'], second: number, more: Partial<StoredSpan> = {}): StoredSpan => ({
  traceId: TRACE,
  spanId: `${step}-${second}`,
  name: `${step}`,
  kind: 'consumer',
  service: 'analytics',
  offsetMs: 0,
  durationMs: 10,
  startTimeUnixNano: '0',
  status: 'unset',
  attributes: {},
  events: [],
  links: [],
  step,
  eventId: 'e1',
  startedAt: new Date(at(second)),
  ...more,
});

const durable = {
  service: 'analytics',
  consumer: 'analytics',
  durable: 'analytics-express',
  stream: 'ORDER',
  filters: ['order.>'],
  routes: [{ type: 'order.placed', handler: 'Count' }],
};

const terminal = { id: '4', service: 'analytics', eventId: 'e1', reason: 'terminal', deadAt: at(3) };

const facts: MessageFacts = {
  eventId: 'e1',
  subject: appended.subject,
  appended,
  stored: undefined,
  removed: false,
  recordsKept: true,
  spans: [],
  inboxes: [],
  letters: [],
  consumers: [
    {
      durable,
      handler: 'Count',
      position: { ackFloor: 4, numPending: 0, numAckPending: 1 },
      responded: true,
      notKnown: false,
    },
  ],
};

describe('the journey of a message', () => {
  it('is built from its outbox row and its inbox alone if it was not traced', () => {
    const failed = [{ at: at(2), durationMs: 5, error: { name: 'Error', message: 'no' } }];
    const journey = journeyOf({
      ...facts,
      inboxes: [{ service: 'analytics', consumer: 'analytics', eventId: 'e1', handledAt: at(3), failed }],
    });
    expect(journey).toMatchObject({
      type: 'order.placed',
      version: 1,
      service: 'order',
      orderId: 'o 1',
      traceId: TRACE,
      appended: { at: at(0), outboxId: '9' },
      published: { at: at(1), stream: 'ORDER', sequence: 5 },
      deliveries: [
        { attempt: 1, outcome: 'failed', startedAt: at(2) },
        { attempt: 2, outcome: 'handled', startedAt: at(3) },
      ],
      consumers: [{ state: 'done', attempts: 2 }],
      complete: true,
    });
    expect(journey.waiting).toBeUndefined();
  });

  it('is done with what was discarded, by the inbox alone', () => {
    const record = { consumer: 'analytics', eventId: 'e1', handledAt: at(3), failed: [] };
    const inboxes = [{ service: 'analytics', ...record, outcome: 'discarded' as const }];
    expect(journeyOf({ ...facts, inboxes })).toMatchObject({
      deliveries: [{ outcome: 'discarded', startedAt: at(3) }],
      complete: true,
    });
  });

  it('tells an attempt once that both its span and its record know', () => {
    const failed = [{ at: at(2), durationMs: 5, error: { name: 'Error', message: 'no' } }];
    const { deliveries, consumers } = journeyOf({
      ...facts,
      spans: [span('process', 2, { consumer: 'analytics', attempt: 1, outcome: 'retried', status: 'error' })],
      inboxes: [{ service: 'analytics', consumer: 'analytics', eventId: 'e1', handledAt: null, failed }],
    });
    expect(deliveries).toMatchObject([{ attempt: 1, outcome: 'retried', spanId: 'process-2' }]);
    expect(consumers).toMatchObject([{ state: 'retrying', attempts: 1 }]);
  });

  it('waits in the outbox, with what the broker said, and is not complete', () => {
    const waiting = { ...appended, publishedAt: null, stream: null, sequence: null, attempts: 2 };
    const journey = journeyOf({
      ...facts,
      consumers: [],
      appended: { ...waiting, lastError: 'refused', availableAt: at(9) },
    });
    expect(journey.waiting).toEqual({ attempts: 2, lastError: 'refused', availableAt: at(9), parked: false });
    expect(journey.published).toBeUndefined();
    expect(journey.complete).toBe(false);
  });

  it('waits until it is due, and is complete with no consumer once it was cancelled', () => {
    const scheduled = { ...appended, publishedAt: null, stream: null, sequence: null, dueAt: at(8) };
    expect(journeyOf({ ...facts, appended: scheduled })).toMatchObject({
      scheduled: { dueAt: at(8) },
      waiting: { attempts: 0, parked: false },
      complete: false,
    });
    const cancelled = journeyOf({ ...facts, appended: { ...scheduled, cancelledAt: at(5) } });
    expect(cancelled).toMatchObject({
      scheduled: { dueAt: at(8), cancelledAt: at(5) },
      consumers: [],
      complete: true,
    });
    expect(cancelled.waiting).toBeUndefined();
  });

  it('is built from spans and stream for an event that never was in an outbox', () => {
    const journey = journeyOf({
      ...facts,
      appended: undefined,
      stored: {
        stream: 'BEHAVIOR',
        sequence: 3,
        subject: facts.subject,
        headers: { 'ce-source': 'analytics' },
        payload: { productId: 'p' },
        storedAt: at(1),
      },
      spans: [span('publish', 1)],
    });
    expect(journey).toMatchObject({
      service: 'analytics',
      published: { stream: 'BEHAVIOR', sequence: 3, spanId: 'publish-1' },
      payload: { productId: 'p' },
    });
    expect(journey.appended).toBeUndefined();
  });

  it('goes on after a replay, in the trace that the replay began', () => {
    const letter = {
      id: '4',
      service: 'analytics',
      consumer: 'analytics',
      eventId: 'e1',
      reason: 'attempts-exhausted',
      deadAt: at(3),
    };
    const replay = span('replay', 5, {
      traceId: 'c'.repeat(32),
      attributes: { 'waybill.replay.dead_letter_id': '4' },
    });
    const open = journeyOf({ ...facts, letters: [{ ...letter, state: 'open' }] });
    expect(open).toMatchObject({ consumers: [{ state: 'dead-lettered' }], replayed: [] });
    const replayed = journeyOf({
      ...facts,
      spans: [replay],
      letters: [{ ...letter, state: 'replayed', resolved: { at: at(5) } }],
    });
    expect(replayed).toMatchObject({
      consumers: [{ state: 'pending' }],
      replayed: [{ consumer: 'analytics', at: at(5), traceId: 'c'.repeat(32), deadLetterId: '4' }],
      complete: false,
    });
  });

  it('counts the attempts at a replay apart, so that one that fails again is seen to', () => {
    const error = { name: 'Error', message: 'no' };
    const inbox = { service: 'analytics', consumer: 'analytics', eventId: 'e1', handledAt: null };
    const letters = [
      {
        id: '4',
        service: 'analytics',
        consumer: 'analytics',
        eventId: 'e1',
        reason: 'attempts-exhausted',
        deadAt: at(3),
        state: 'replayed' as const,
        resolved: { at: at(5) },
      },
    ];
    const first = { ...inbox, failed: [{ at: at(2), durationMs: 5, error }] };
    const again = { ...inbox, replayOf: '4', failed: [{ at: at(6), durationMs: 5, error }] };
    const stateWith = (more: Partial<MessageFacts>) =>
      journeyOf({ ...facts, letters, ...more }).consumers[0]?.state;
    expect(stateWith({ inboxes: [first] })).toBe('pending');
    expect(stateWith({ inboxes: [first, again] })).toBe('retrying');
    const failed = (second: number) =>
      span('process', second, { consumer: 'analytics', attempt: 1, outcome: 'retried' });
    expect(stateWith({ spans: [failed(2)] })).toBe('pending');
    expect(stateWith({ spans: [failed(2), failed(6)] })).toBe('retrying');
    expect(stateWith({ inboxes: [first, again, { ...inbox, handledAt: at(7), failed: [] }] })).toBe('done');
    const journey = journeyOf({ ...facts, letters, inboxes: [first, again] });
    expect(journey.deliveries).toMatchObject([
      { attempt: 1, startedAt: at(2) },
      { attempt: 1, startedAt: at(6) },
    ]);
  });

  it('is not complete while a dead letter of it waits for a decision, and is once it is put aside', () => {
    const letter = { ...terminal, consumer: 'analytics' };
    const of = (state: 'open' | 'discarded') => journeyOf({ ...facts, letters: [{ ...letter, state }] });
    expect(of('open').complete).toBe(false);
    expect(of('discarded')).toMatchObject({ complete: true, consumers: [{ state: 'done' }] });
  });

  it('shows a dead letter whose consumer is no longer declared, and waits until it is resolved', () => {
    const letter = { ...terminal, consumer: 'gone', state: 'open' as const };
    const handled = {
      service: 'analytics',
      consumer: 'analytics',
      eventId: 'e1',
      handledAt: at(2),
      failed: [],
    };
    expect(journeyOf({ ...facts, inboxes: [handled], letters: [letter] })).toMatchObject({
      consumers: [
        { consumer: 'analytics', state: 'done' },
        { consumer: 'gone', state: 'dead-lettered' },
      ],
      complete: false,
    });
  });

  it('is lost if it is gone from the stream and was not handled', () => {
    const consumers = [
      { ...facts.consumers[0]!, position: { ackFloor: 9, numPending: 0, numAckPending: 0 } },
    ];
    expect(journeyOf({ ...facts, consumers, removed: true })).toMatchObject({
      lost: true,
      complete: false,
      consumers: [{ state: 'lost' }],
    });
    expect(journeyOf({ ...facts, consumers })).toMatchObject({ lost: false, complete: false });
  });

  it('was published when the broker stored it, and never after somebody had it', () => {
    const publish = span('publish', 2, { durationMs: 2_000 });
    const process = span('process', 3, { consumer: 'analytics', outcome: 'handled' });
    const told = { ...process, attributes: { 'messaging.nats.stored_at': at(2) } };
    const stored = {
      stream: 'ORDER',
      sequence: 5,
      subject: facts.subject,
      headers: {},
      payload: {},
      storedAt: at(2),
    };
    const late = { ...appended, publishedAt: at(5) };
    const publishedAt = (more: Partial<MessageFacts>) =>
      journeyOf({ ...facts, appended: late, ...more }).published?.at;
    expect(publishedAt({ spans: [publish, told] })).toBe(at(2));
    expect(publishedAt({ spans: [publish], stored })).toBe(at(2));
    expect(publishedAt({ spans: [publish] })).toBe(at(4));
    expect(publishedAt({ spans: [publish, process] })).toBe(at(3));
    expect(publishedAt({})).toBe(at(5));
  });
});

describe('the progress of a message in its trace', () => {
  const seen = { eventId: 'e1', type: 'order.placed', stream: 'ORDER', sequence: 5 };
  const handledAt = at(2);
  const handled: MessageFacts = {
    ...facts,
    inboxes: [{ service: 'analytics', consumer: 'analytics', eventId: 'e1', handledAt, failed: [] }],
    consumers: [{ durable, handler: 'Count', position: undefined, responded: true, notKnown: false }],
  };
  const told = span('process', 2, { consumer: 'analytics', outcome: 'handled' });

  it('waits for the span of a handler that has just finished: it may have sent more', () => {
    const now = Date.parse(handledAt) + 1_000;
    expect(progressOfMessage(seen, now, handled)).toMatchObject({
      complete: false,
      consumers: [{ state: 'pending' }],
    });
    expect(progressOfMessage(seen, now, { ...handled, spans: [told] })).toMatchObject({ complete: true });
  });

  it('does not wait forever: spans may be sampled out or lost', () => {
    expect(progressOfMessage(seen, Date.parse(handledAt) + 5_000, handled)).toMatchObject({ complete: true });
  });

  it('does not wait for a clock that is ahead', () => {
    const hourBehind = Date.parse(handledAt) - 3_600_000;
    expect(progressOfMessage(seen, hourBehind, handled)).toMatchObject({ complete: true });
  });

  it('is not held up by a lost span of the publish: who has handled it had it from the broker', () => {
    const unplaced = { eventId: 'e1', type: 'order.placed' };
    const later = Date.parse(handledAt) + 5_000;
    expect(progressOfMessage(unplaced, later, handled)).toMatchObject({ complete: true });
    expect(progressOfMessage(unplaced, later, { ...handled, consumers: [] })).toMatchObject({
      complete: false,
    });
  });
});
