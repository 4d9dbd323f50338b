import type {
  MessageJourney,
  MessageProgress,
  SpanView,
  TraceDetail,
  TraceSummary,
  WaitView,
} from '@waybill/console-api';

/** What the console returns about an order whose event analytics handled at its second attempt. */
export const TRACE_ID = '7f3a2b4c9d10e5f60718293a4b5c6d7e';

const span = (overrides: Partial<SpanView> & Pick<SpanView, 'spanId' | 'name'>): SpanView => ({
  traceId: TRACE_ID,
  kind: 'internal',
  service: 'order',
  offsetMs: 0,
  durationMs: 1,
  startTimeUnixNano: '0',
  status: 'unset',
  attributes: {},
  events: [],
  links: [],
  ...overrides,
});

const PLACED = 'order.placed.v1.{lane}.{partition}';

const spans: SpanView[] = [
  span({ spanId: 'a', name: 'POST /orders', kind: 'server', durationMs: 21 }),
  span({
    spanId: 'b',
    parentSpanId: 'a',
    name: `create ${PLACED}`,
    kind: 'producer',
    offsetMs: 15,
    durationMs: 1.2,
  }),
  span({
    spanId: 'c',
    parentSpanId: 'b',
    name: `publish ${PLACED}`,
    kind: 'client',
    offsetMs: 105,
    durationMs: 3,
  }),
  span({
    spanId: 'd',
    parentSpanId: 'b',
    name: `process ${PLACED}`,
    kind: 'consumer',
    service: 'analytics',
    offsetMs: 110,
    durationMs: 9,
    status: 'error',
    attempt: 1,
    outcome: 'retried',
  }),
  span({
    spanId: 'e',
    parentSpanId: 'b',
    name: `process ${PLACED}`,
    kind: 'consumer',
    service: 'analytics',
    offsetMs: 5_119,
    durationMs: 12,
    attempt: 2,
    outcome: 'handled',
  }),
  span({
    spanId: 'f',
    parentSpanId: 'e',
    name: 'CountSales.handle',
    service: 'analytics',
    offsetMs: 5_120,
    durationMs: 10,
  }),
];

const waits: WaitView[] = [
  { kind: 'outbox', fromMs: 21, toMs: 105, spanId: 'c' },
  { kind: 'broker', fromMs: 108, toMs: 110, spanId: 'd' },
  { kind: 'back-off', fromMs: 119, toMs: 5_119, spanId: 'e' },
];

const consumer = (name: string, overrides: Partial<MessageProgress['consumers'][number]> = {}) => ({
  consumer: name,
  service: name,
  handler: 'CountSales',
  state: 'done' as const,
  attempts: 1,
  ...overrides,
});

export const progress: MessageProgress = {
  eventId: 'event-1',
  type: 'order.placed',
  consumers: [
    consumer('order'),
    consumer('recommendation'),
    consumer('analytics', { state: 'pending', lag: 15 }),
  ],
  complete: false,
};

export const summary = (overrides: Partial<TraceSummary> = {}): TraceSummary => ({
  traceId: TRACE_ID,
  rootName: 'POST /orders',
  rootService: 'order',
  startedAt: '2026-11-22T18:50:01.123Z',
  durationMs: 5_131,
  spanCount: 6,
  errorCount: 1,
  status: 'retried',
  services: ['order', 'analytics'],
  events: ['order.placed'],
  conversationId: 'order-1',
  ...overrides,
});

export const detail = (overrides: Partial<TraceDetail> = {}): TraceDetail => ({
  ...summary(),
  spans,
  logs: [],
  waits,
  idle: [{ fromMs: 119, toMs: 5_119 }],
  criticalPath: [],
  messages: [progress],
  complete: false,
  linked: { causedBy: [], ledTo: [] },
  ...overrides,
});

export const journey = (overrides: Partial<MessageJourney> = {}): MessageJourney => ({
  eventId: 'event-1',
  type: 'order.placed',
  version: 1,
  subject: 'order.placed.v1.standard.3',
  service: 'order',
  orderId: 'order-1',
  traceId: TRACE_ID,
  appended: { at: '2026-11-22T18:50:01.138Z', outboxId: '17' },
  published: { at: '2026-11-22T18:50:01.228Z', stream: 'ORDER', sequence: 1042 },
  deliveries: [
    {
      consumer: 'analytics',
      service: 'analytics',
      handler: 'CountSales',
      attempt: 2,
      outcome: 'handled',
      startedAt: '2026-11-22T18:50:06.242Z',
      durationMs: 12,
    },
    {
      consumer: 'analytics',
      service: 'analytics',
      handler: 'CountSales',
      attempt: 1,
      outcome: 'retried',
      startedAt: '2026-11-22T18:50:01.233Z',
      durationMs: 9,
      error: { name: 'Error', message: 'no such table' },
    },
  ],
  consumers: [
    {
      consumer: 'analytics',
      service: 'analytics',
      durable: 'analytics-standard-3',
      handler: 'CountSales',
      state: 'done',
      attempts: 2,
    },
  ],
  deadLettered: [],
  replayed: [],
  complete: true,
  lost: false,
  headers: {},
  payload: {},
  ...overrides,
});
