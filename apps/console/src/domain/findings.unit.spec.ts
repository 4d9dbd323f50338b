import { describe, expect, it } from '@jest/globals';
import type { ConsumerView, DeadLetterGroup, FaultSwitch, ServiceOutbox } from '@waybill/console-api';
import { findingsOf, worstFirst } from './findings.js';
import { largestBacklog } from './findings/consumers.js';
import { oldestInOutbox } from './findings/outboxes.js';
import { NORMAL, type PlatformSnapshot, type ServiceSeen } from './findings/snapshot.js';

const at = new Date('2026-01-01T12:00:00.000Z');
const earlier = '2026-01-01T11:00:00.000Z';

const process: ServiceSeen['instances'][number] = {
  instance: 'one',
  startedAt: earlier,
  roles: ['api', 'relay', 'consumers'],
  drifts: [],
  health: [],
  waiting: [],
};
const order: ServiceSeen = {
  name: 'order',
  up: true,
  instances: [process],
  description: {
    publishes: [{ type: 'order.placed', version: 1, stream: 'ORDER', subjectTemplate: 'order.placed.v1' }],
    consumers: [{} as NonNullable<ServiceSeen['description']>['consumers'][number]],
  },
};
const outbox: ServiceOutbox = {
  service: 'order',
  reachable: true,
  pending: 1,
  oldestSeconds: NORMAL.outboxSeconds,
  refused: 0,
  parked: 0,
  scheduled: 1,
  nextDueSeconds: -NORMAL.outboxSeconds,
  relayPaused: false,
  rows: [],
};
const consumer: ConsumerView = {
  consumer: 'sales',
  service: 'order',
  handlers: [],
  missing: 0,
  pending: 10 * NORMAL.backlogSeconds,
  ackPending: 0,
  redelivered: 0,
  arrivalPerSecond: 20,
  servicePerSecond: 10,
  utilisation: 2,
  drainSeconds: null,
  durables: [],
};
const stream = {
  name: 'ORDER',
  missing: false,
  subjects: [],
  messages: 0,
  bytes: 0,
  firstSequence: 0,
  lastSequence: 0,
  perSecond: 0,
};

/** As much of everything as is still normal. */
function calm(change: Partial<PlatformSnapshot> = {}): PlatformSnapshot {
  return {
    at,
    broker: { reachable: true, streams: [{ ...stream, consumers: [consumer] }] },
    settled: true,
    services: [order],
    outboxes: [outbox],
    groups: [],
    switches: [{ ...fault, value: 0 }],
    ...change,
  };
}

const fault: FaultSwitch = {
  id: 'order/slow-consumer',
  service: 'order',
  name: 'slow-consumer',
  title: 'Slow consumer',
  description: '',
  kind: 'toggle',
  value: 1,
  max: 1,
  reachable: true,
};
const group = (open: number, firstAt: string): DeadLetterGroup => ({
  ...{ id: `${open}`, consumer: 'sales', type: 'order.placed', error: 'no', total: open, open },
  ...{ failedAgain: 0, firstAt, lastAt: firstAt, perHour: [], newest: '1' },
});
const withProcess = (change: Partial<typeof process>) =>
  calm({ services: [{ ...order, instances: [{ ...process, ...change }] }] });
const withConsumer = (change: Partial<ConsumerView>) =>
  calm({ broker: { reachable: true, streams: [{ ...stream, consumers: [{ ...consumer, ...change }] }] } });
const withOutbox = (change: Partial<ServiceOutbox>) => calm({ outboxes: [{ ...outbox, ...change }] });
const down = [{ ...order, up: false, instances: [] }];

describe('findings', () => {
  it('are none while everything is within what is normal', () => {
    expect(findingsOf(calm())).toEqual([]);
  });

  it.each<[string, PlatformSnapshot, object]>([
    [
      'a stream that the broker lacks',
      calm({ broker: { reachable: true, streams: [{ ...stream, missing: true, consumers: [] }] } }),
      { id: 'stream-missing:ORDER', severity: 'bad', href: '/streams' },
    ],
    [
      'a service that is silent',
      calm({ services: down }),
      { id: 'service-down:order', severity: 'bad', href: '/flow?node=service%3Aorder' },
    ],
    ['a relay that nobody runs', withProcess({ roles: ['consumers'] }), { id: 'no-relay:order' }],
    ['consumers that nobody runs', withProcess({ roles: ['relay'] }), { id: 'no-consumers:order' }],
    [
      'a check that fails',
      withProcess({ health: [{ name: 'database', role: 'all', status: 'failing', detail: 'refused' }] }),
      { id: 'health:order database all', severity: 'bad', sentence: 'order, database: refused' },
    ],
    [
      'a stream that loses messages',
      withProcess({ drifts: [{ item: 'stream ORDER', kind: 'loses-messages', detail: 'max_age is 1 s' }] }),
      { id: 'drift:order stream ORDER loses-messages', severity: 'bad' },
    ],
    [
      'an event that is given back',
      withProcess({
        waiting: [{ consumer: 'sales', type: 'order.placed', version: 2, since: earlier, returned: 3 }],
      }),
      { id: 'no-handler:sales order.placed', severity: 'warn', since: earlier, href: '/events/order.placed' },
    ],
    [
      'durables that the broker lacks',
      withConsumer({ missing: 1, durables: [{}, {}] as ConsumerView['durables'] }),
      { id: 'durable-missing:sales', severity: 'bad' },
    ],
    [
      'a pause, even with a backlog',
      withConsumer({ pending: 1_000_000, paused: { since: earlier, reason: 'we move' } }),
      { id: 'paused:sales', severity: 'warn', since: earlier },
    ],
    [
      'a dependency that is down',
      withConsumer({ waitsFor: { dependency: 'payments', since: earlier } }),
      { id: 'dependency:sales', severity: 'bad', since: earlier },
    ],
    [
      'a backlog that grows',
      withConsumer({ pending: 10 * NORMAL.backlogSeconds + 10 }),
      { id: 'backlog:sales', severity: 'bad' },
    ],
    [
      'a backlog that shrinks',
      withConsumer({ pending: 10 * NORMAL.backlogSeconds + 10, arrivalPerSecond: 9 }),
      { id: 'backlog:sales', severity: 'warn' },
    ],
    [
      'parked rows, since the first was parked',
      withOutbox({
        parked: 2,
        rows: [{ parkedAt: at.toISOString() }, { parkedAt: earlier }] as ServiceOutbox['rows'],
      }),
      { id: 'parked:order', severity: 'bad', since: earlier },
    ],
    [
      'a row that is late',
      withOutbox({ oldestSeconds: 3_600 }),
      { id: 'outbox-late:order', severity: 'bad', since: earlier },
    ],
    [
      'a scheduled row that is overdue',
      withOutbox({ nextDueSeconds: -3_600 }),
      { id: 'outbox-overdue:order', severity: 'bad', since: earlier },
    ],
    [
      'an outbox that its service does not tell of',
      withOutbox({ reachable: false }),
      { id: 'outbox-unknown:order', severity: 'warn' },
    ],
    [
      'dead letters, by consumer',
      calm({ groups: [group(2, at.toISOString()), group(3, earlier)] }),
      {
        id: 'dead-letters:sales',
        severity: 'bad',
        since: earlier,
        sentence: 'Consumer sales has 5 open dead letters in 2 groups.',
        href: '/dead-letters?consumer=sales',
      },
    ],
    ['an index that cannot be read', calm({ groups: undefined }), { id: 'dead-letters-unknown' }],
    [
      'a fault that is on',
      calm({ switches: [fault] }),
      { id: 'fault:order/slow-consumer', severity: 'warn', href: '/faults' },
    ],
  ])('are one for %s', (_what, snapshot, expected) => {
    const found = findingsOf(snapshot);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(expected);
    expect(found[0]!.source).not.toBe('');
  });

  it('blame nothing but the broker while it is down, as nothing else is known then', () => {
    const away = withOutbox({ oldestSeconds: 3_600, reachable: false, parked: 1 });
    const broker = { reachable: false, streams: withConsumer({ missing: 1 }).broker.streams };
    expect(findingsOf({ ...away, broker, services: down, settled: false }).map(({ id }) => id)).toEqual([
      'broker-away',
    ]);
  });

  it('wait until services can have been heard again after the broker was away', () => {
    expect(findingsOf(calm({ services: down, settled: false }))).toEqual([]);
  });

  it('tell of an outbox once, not again of the check of its process', () => {
    const health = [{ name: 'outbox', role: 'all' as const, status: 'degraded' as const }];
    const { services } = withProcess({ health });
    const found = findingsOf({ ...withOutbox({ oldestSeconds: 3_600 }), services });
    expect(found.map(({ id }) => id)).toEqual(['outbox-late:order']);
  });

  it('tell of a silent service once, not again of its outbox', () => {
    const found = findingsOf({ ...withOutbox({ reachable: false }), services: down });
    expect(found.map(({ id }) => id)).toEqual(['service-down:order']);
  });

  it('are the worst first, then the oldest', () => {
    const one = { sentence: '', atLeast: false, href: '', source: '' };
    const found = worstFirst([
      { ...one, id: 'a', severity: 'warn', since: earlier },
      { ...one, id: 'b', severity: 'bad', since: at.toISOString() },
      { ...one, id: 'c', severity: 'bad', since: earlier },
    ]);
    expect(found.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});

describe('the figures', () => {
  it('are of the consumer with most work, not of the one with most messages', () => {
    const slow = { ...consumer, consumer: 'mail', pending: 20, servicePerSecond: 0.5 };
    const unknown = { ...consumer, consumer: 'new', servicePerSecond: null };
    const streams = [{ ...stream, consumers: [consumer, slow, unknown] }];
    expect(largestBacklog({ reachable: true, streams })).toEqual({
      consumer: 'mail',
      pending: 20,
      workSeconds: 40,
    });
    expect(largestBacklog({ reachable: true, streams: [] })).toBeNull();
  });

  it('are of the oldest row that is known now', () => {
    const older = { ...outbox, service: 'payment', oldestSeconds: 20 };
    const unknown = { ...outbox, service: 'stock', oldestSeconds: 99, reachable: false };
    expect(oldestInOutbox([outbox, older, unknown])).toEqual({ service: 'payment', seconds: 20 });
    expect(oldestInOutbox([{ ...outbox, oldestSeconds: null }])).toBeNull();
  });
});
