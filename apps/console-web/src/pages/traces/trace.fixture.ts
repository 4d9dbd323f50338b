import type { SpanView, TraceDetail } from '@waybill/console-api';

/** A span with what a test does not care about filled in. */
export function span(
  spanId: string,
  parentSpanId: string | undefined,
  offsetMs: number,
  durationMs: number,
  rest: Partial<SpanView> = {},
): SpanView {
  return {
    traceId: 't'.repeat(32),
    spanId,
    parentSpanId,
    name: spanId,
    kind: 'internal',
    service: 'order',
    offsetMs,
    durationMs,
    startTimeUnixNano: '0',
    status: 'unset',
    attributes: {},
    events: [],
    links: [],
    ...rest,
  };
}

/** A trace with nothing in it but the given. */
export function trace(rest: Partial<TraceDetail> & Pick<TraceDetail, 'spans'>): TraceDetail {
  const end = Math.max(...rest.spans.map(({ offsetMs, durationMs }) => offsetMs + durationMs), 0);
  return {
    traceId: 't'.repeat(32),
    rootName: 'POST /orders',
    rootService: 'order',
    startedAt: '2026-11-22T12:00:00.000Z',
    durationMs: end,
    spanCount: rest.spans.length,
    errorCount: 0,
    status: 'ok',
    services: ['order'],
    events: [],
    logs: [],
    waits: [],
    idle: [],
    criticalPath: [],
    messages: [],
    linked: { causedBy: [], ledTo: [] },
    ...rest,
  };
}

/** One order: placed, handled by two consumers, by one of them at the third attempt. */
export function retriedOrder(): TraceDetail {
  const message = {
    eventId: 'e1',
    name: 'process order.placed.v1.{lane}.{partition}',
    kind: 'consumer',
  } as const;
  const attempt = (n: number, at: number, outcome: string) =>
    span(`try${n}`, 'create', at, 10, {
      ...message,
      service: 'analytics',
      step: 'process',
      consumer: 'analytics',
      attempt: n,
      outcome,
      status: outcome === 'retried' ? 'error' : 'unset',
      attributes: { 'waybill.process.handler': 'CountSales' },
    });
  return trace({
    status: 'retried',
    services: ['order', 'analytics'],
    spans: [
      span('post', undefined, 0, 20, { name: 'POST /orders', kind: 'server' }),
      span('use', 'post', 1, 18, { name: 'PlaceOrder.run' }),
      span('insert', 'use', 2, 3, { name: 'prisma:client:db_query' }),
      span('create', 'use', 10, 1, {
        step: 'create',
        name: 'create order.placed.v1.{lane}.{partition}',
        eventId: 'e1',
      }),
      span('publish', 'create', 40, 3, {
        step: 'publish',
        name: 'publish order.placed.v1.{lane}.{partition}',
        eventId: 'e1',
      }),
      span('own', 'create', 45, 9, {
        ...message,
        step: 'process',
        consumer: 'order',
        attempt: 1,
        outcome: 'handled',
        attributes: { 'waybill.process.handler': 'ProcessOrder' },
      }),
      attempt(1, 46, 'retried'),
      attempt(2, 1_046, 'retried'),
      attempt(3, 3_046, 'handled'),
    ],
    waits: [
      { kind: 'outbox', fromMs: 20, toMs: 40, spanId: 'publish', eventId: 'e1' },
      { kind: 'broker', fromMs: 43, toMs: 45, spanId: 'own', eventId: 'e1', consumer: 'order' },
      { kind: 'broker', fromMs: 43, toMs: 46, spanId: 'try1', eventId: 'e1', consumer: 'analytics' },
      { kind: 'back-off', fromMs: 56, toMs: 1_046, spanId: 'try2', eventId: 'e1', consumer: 'analytics' },
      { kind: 'back-off', fromMs: 1_056, toMs: 3_046, spanId: 'try3', eventId: 'e1', consumer: 'analytics' },
    ],
    idle: [
      { fromMs: 56, toMs: 1_046 },
      { fromMs: 1_056, toMs: 3_046 },
    ],
    criticalPath: [
      { fromMs: 0, toMs: 20, kind: 'span', spanId: 'post' },
      { fromMs: 20, toMs: 40, kind: 'outbox', spanId: 'publish' },
      { fromMs: 40, toMs: 43, kind: 'span', spanId: 'publish' },
      { fromMs: 43, toMs: 46, kind: 'broker', spanId: 'try1' },
      { fromMs: 46, toMs: 56, kind: 'span', spanId: 'try1' },
      { fromMs: 56, toMs: 1_046, kind: 'back-off', spanId: 'try2' },
      { fromMs: 1_046, toMs: 1_056, kind: 'span', spanId: 'try2' },
      { fromMs: 1_056, toMs: 3_046, kind: 'back-off', spanId: 'try3' },
      { fromMs: 3_046, toMs: 3_056, kind: 'span', spanId: 'try3' },
    ],
  });
}
