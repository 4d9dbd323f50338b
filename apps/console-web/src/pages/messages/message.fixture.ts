import type { ConsumerProgress, MessageDelivery, MessageJourney } from '@waybill/console-api';

/** A message for tests: `order.placed`, published, for `order` to settle. Times are milliseconds after `T0`. */
export const T0 = Date.parse('2026-11-22T18:00:00.000Z');

export function at(ms: number): string {
  return new Date(T0 + ms).toISOString();
}

export function message(change: Partial<MessageJourney> = {}): MessageJourney {
  return {
    eventId: 'e1',
    type: 'order.placed',
    subject: 'order.placed.v1.standard.3',
    service: 'order',
    orderId: 'o1',
    traceId: 't1',
    appended: { at: at(0), outboxId: '7' },
    published: { at: at(5), stream: 'ORDER', sequence: 12 },
    deliveries: [],
    consumers: [],
    deadLettered: [],
    replayed: [],
    complete: false,
    lost: false,
    headers: {},
    payload: {},
    ...change,
  };
}

export function delivery(change: Partial<MessageDelivery> = {}): MessageDelivery {
  return {
    consumer: 'analytics',
    service: 'analytics',
    handler: 'CountSales',
    attempt: 1,
    outcome: 'handled',
    startedAt: at(10),
    durationMs: 4,
    ...change,
  };
}

export function progress(change: Partial<ConsumerProgress> = {}): ConsumerProgress {
  return {
    consumer: 'analytics',
    service: 'analytics',
    durable: 'analytics-standard-3',
    handler: 'CountSales',
    state: 'done',
    attempts: 1,
    ...change,
  };
}
