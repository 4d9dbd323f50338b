import { describe, expect, it } from '@jest/globals';
import { sequenceOf, type Step } from './sequence.ts';
import { at, delivery, message, progress, T0 } from './message.fixture.ts';

const lineOf = ({ from, to, title, detail }: Step) =>
  [from === to ? from : `${from} → ${to}`, title, detail]
    .filter(Boolean)
    .join(' | ')
    .replaceAll('\u00a0', ' ');

describe('the sequence of a message', () => {
  it('goes from the request over outbox and stream to each consumer, in the order of time', () => {
    const { lanes, steps } = sequenceOf(
      [
        message({
          deliveries: [delivery({ consumer: 'order', service: 'order', startedAt: at(8), durationMs: 20 })],
          consumers: [progress({ consumer: 'order', service: 'order' })],
        }),
        message({
          eventId: 'e2',
          type: 'order.confirmed',
          subject: 'order.confirmed.v1.standard.3',
          appended: { at: at(25), outboxId: '8' },
          published: { at: at(30), stream: 'ORDER', sequence: 13 },
          deliveries: [delivery({ startedAt: at(40) })],
          consumers: [progress()],
        }),
      ],
      {
        client: 'browser',
        service: 'order',
        name: 'click Place order',
        at: T0 - 3,
        durationMs: 9,
        traceId: 't1',
      },
    );
    expect(lanes.map(({ id }) => id)).toEqual([
      'client',
      'service:order',
      'outbox:order',
      'stream:ORDER',
      'service:analytics',
    ]);
    expect(steps.map(lineOf)).toEqual([
      'client → service:order | click Place order | response in 9 ms',
      'service:order → outbox:order | order.placed | row 7',
      'outbox:order → stream:ORDER | ORDER 12 | order.placed.v1.standard.3',
      'stream:ORDER → service:order | order.placed | handled in 20 ms',
      'service:order → outbox:order | order.confirmed | row 8',
      'outbox:order → stream:ORDER | ORDER 13 | order.confirmed.v1.standard.3',
      'stream:ORDER → service:analytics | order.confirmed | handled in 4 ms',
    ]);
  });

  it('shows failed attempts, the back-off between them, the dead letter and its replay', () => {
    const error = { name: 'Error', message: 'no luck' };
    const { lanes, steps } = sequenceOf([
      message({
        deliveries: [
          delivery({ attempt: 2, outcome: 'dead-lettered', startedAt: at(1014), error }),
          delivery({ attempt: 1, outcome: 'retried', startedAt: at(10), error }),
          delivery({ attempt: 3, outcome: 'handled', startedAt: at(9020), traceId: 't2' }),
        ],
        consumers: [progress({ attempts: 3 })],
        deadLettered: [
          { id: 'd1', consumer: 'analytics', at: at(1020), reason: 'attempts-exhausted', state: 'replayed' },
        ],
        replayed: [{ consumer: 'analytics', at: at(9000), traceId: 't2', deadLetterId: 'd1' }],
      }),
    ]);
    expect(lanes.at(-1)?.id).toBe('dead-letters');
    expect(steps.slice(2).map(lineOf)).toEqual([
      'stream:ORDER → service:analytics | order.placed | failed in 4 ms: no luck',
      'stream:ORDER | back-off 1 s | then attempt 2',
      'stream:ORDER → service:analytics | order.placed, attempt 2 | given up in 4 ms: no luck',
      'service:analytics → dead-letters | dead letter, replayed | attempts-exhausted',
      'dead-letters → service:analytics | replayed | to this consumer alone',
      'stream:ORDER → service:analytics | order.placed, attempt 3 | handled in 4 ms',
    ]);
    expect(steps.slice(-2).map(({ traceId }) => traceId)).toEqual(['t2', 't2']);
  });

  it('shows a duplicate that the inbox recognised', () => {
    const { steps } = sequenceOf([
      message({
        deliveries: [delivery(), delivery({ outcome: 'duplicate', startedAt: at(60) })],
        consumers: [progress()],
      }),
    ]);
    expect(steps.at(-1)).toMatchObject({
      detail: 'duplicate: already in the inbox, nothing was done',
      tone: 'plain',
    });
  });

  it('ends with what is still expected, of which consumer and why', () => {
    const { steps } = sequenceOf([
      message({
        consumers: [
          progress({ consumer: 'a', service: 'a', state: 'pending', lag: 4, attempts: 0 }),
          progress({ consumer: 'b', service: 'b', state: 'retrying', attempts: 2 }),
          progress({ consumer: 'c', service: 'c', state: 'unknown', attempts: 0 }),
          progress({ consumer: 'd', service: 'd', state: 'unrecorded', attempts: 0 }),
        ],
        deliveries: [delivery({ consumer: 'b', service: 'b', outcome: 'retried', startedAt: at(9) })],
      }),
    ]);
    const open = steps.filter(({ tone }) => tone === 'expected');
    expect(open.map(lineOf)).toEqual([
      'stream:ORDER → service:a | waiting for a | 3 ahead of it',
      'stream:ORDER → service:b | b retries | failed twice so far',
      'stream:ORDER → service:c | c does not respond | so it is not known whether it is handled',
      'stream:ORDER → service:d | d has no record of it | the ack floor is past it: the outcome is not known',
    ]);
    expect(steps.slice(-4)).toEqual(open);
  });

  it('ends with the consumer that lost it', () => {
    const { steps } = sequenceOf([message({ consumers: [progress({ state: 'lost', attempts: 0 })] })]);
    expect(steps.at(-1)).toMatchObject({ tone: 'bad', title: 'lost to analytics' });
  });

  it('waits in the outbox, and says if a row is parked', () => {
    const parked = { attempts: 5, lastError: 'no stream', parked: true };
    const { lanes, steps } = sequenceOf([
      message({ published: undefined, waiting: parked, consumers: [progress({ state: 'pending' })] }),
    ]);
    expect(lanes.map(({ id }) => id)).toEqual(['service:order', 'outbox:order']);
    expect(lineOf(steps.at(-1)!)).toBe(
      'outbox:order | parked: the broker refused it at every attempt | refused 5 times: no stream',
    );
  });

  it('shows a wait for the due time, and what ended it', () => {
    const linesOf = (...args: Parameters<typeof message>) => sequenceOf([message(...args)]).steps.map(lineOf);
    const waiting = { attempts: 0, parked: false };
    const dueAt = '2999-01-01T00:00:00.000Z';
    expect(linesOf({ published: undefined, waiting, scheduled: { dueAt } }).at(-1)).toBe(
      'outbox:order | waits until 2999-01-01 00:00:00 UTC',
    );
    expect(linesOf({ published: undefined, scheduled: { dueAt, cancelledAt: at(3) } }).at(-1)).toBe(
      'outbox:order | cancelled | before it was due: it is never published',
    );
    expect(linesOf({ scheduled: { dueAt: at(4) } })[1]).toBe('outbox:order | due | the wait is over');
  });

  it('has no outbox if an event went directly to the broker', () => {
    const { lanes } = sequenceOf([
      message({
        appended: undefined,
        service: 'analytics',
        published: { at: at(0), stream: 'BEHAVIOR', sequence: 1 },
      }),
    ]);
    expect(lanes.map(({ id }) => id)).toEqual(['service:analytics', 'stream:BEHAVIOR']);
  });

  it('does not use the time of the ack if a consumer had the message before', () => {
    const { steps } = sequenceOf([
      message({
        appended: { at: at(0), outboxId: '7' },
        published: { at: at(35), stream: 'ORDER', sequence: 12 },
        deliveries: [delivery({ startedAt: at(21) })],
      }),
    ]);
    expect(steps.map((step) => step.at! - T0)).toEqual([0, 21, 21]);
  });

  it('never shows an effect before its cause, whatever the clocks say', () => {
    const { steps } = sequenceOf([
      message({
        appended: { at: at(10), outboxId: '7' },
        published: { at: at(9), stream: 'ORDER', sequence: 12 },
        deliveries: [delivery({ startedAt: at(8) })],
      }),
    ]);
    expect(steps.map(({ id }) => id)).toEqual(['e1/append', 'e1/publish', 'e1/analytics/1/0']);
  });
});
