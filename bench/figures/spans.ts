import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/** A span as OTLP has it in JSON. */
interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue: string } | { intValue: number } }[];
  links: { traceId: string; spanId: string }[];
  status: Record<string, never>;
}

const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;

/** For each order: the request, two events, three handlers. A trace for each, or one for all. */
export function spansOfOrders(orders: number, trace?: 'one trace'): OtlpSpan[] {
  const shared = id(16);
  const begin = Date.now() - orders * 10;
  return Array.from({ length: orders }, (_, i) =>
    spansOfOrder(trace ? shared : id(16), begin + i * 10),
  ).flat();
}

/** Requests as a batch processor sends them: `size` spans each, of one service. */
export function requestsOf(spans: readonly OtlpSpan[], size: number): string[] {
  const resource = { attributes: [text('service.name', 'order')] };
  return Array.from({ length: Math.ceil(spans.length / size) }, (_, i) =>
    JSON.stringify({
      resourceSpans: [
        {
          resource,
          scopeSpans: [{ scope: { name: 'bench' }, spans: spans.slice(i * size, (i + 1) * size) }],
        },
      ],
    }),
  );
}

function spansOfOrder(traceId: string, at: number): OtlpSpan[] {
  const orderId = uuidv7();
  const span = (
    name: string,
    kind: number,
    [from, to]: [number, number],
    parent?: OtlpSpan,
    attributes: OtlpSpan['attributes'] = [],
  ): OtlpSpan => ({
    traceId,
    spanId: id(8),
    ...(parent && { parentSpanId: parent.spanId }),
    name,
    kind,
    startTimeUnixNano: nanoseconds(at + from),
    endTimeUnixNano: nanoseconds(at + to),
    attributes,
    links: parent && kind !== PRODUCER ? [{ traceId, spanId: parent.spanId }] : [],
    status: {},
  });
  const step = (operation: string, eventId: string, type: string, consumer?: string) => [
    text('messaging.system', 'nats'),
    text('messaging.operation.name', operation),
    text('messaging.destination.name', `${type}.v1.standard.3`),
    text('messaging.destination.template', `${type}.v1.{lane}.{partition}`),
    text('messaging.message.id', eventId),
    text('messaging.message.conversation_id', orderId),
    ...(consumer
      ? [
          text('messaging.consumer.group.name', consumer),
          text('waybill.process.outcome', 'handled'),
          { key: 'waybill.process.attempt', value: { intValue: 1 } },
        ]
      : []),
  ];
  const request = span('POST /orders', SERVER, [0, 6], undefined, [text('http.route', '/orders')]);
  const [placed, confirmed] = [uuidv7(), uuidv7()];
  const create = span('create order.placed.v1.{lane}.{partition}', PRODUCER, [2, 3], request, [
    ...step('create', placed, 'order.placed'),
  ]);
  const settle = span('process order.placed.v1.{lane}.{partition}', CONSUMER, [8, 12], create, [
    ...step('process', placed, 'order.placed', 'order-settle'),
  ]);
  const next = span('create order.confirmed.v1.{lane}.{partition}', PRODUCER, [10, 11], settle, [
    ...step('create', confirmed, 'order.confirmed'),
  ]);
  const handled = (consumer: string) =>
    span('process order.confirmed.v1.{lane}.{partition}', CONSUMER, [15, 18], next, [
      ...step('process', confirmed, 'order.confirmed', consumer),
    ]);
  return [
    request,
    create,
    span('publish order.placed.v1.{lane}.{partition}', CLIENT, [6, 7], create, [
      ...step('publish', placed, 'order.placed'),
    ]),
    settle,
    next,
    span('publish order.confirmed.v1.{lane}.{partition}', CLIENT, [13, 14], next, [
      ...step('publish', confirmed, 'order.confirmed'),
    ]),
    handled('analytics'),
    handled('recommendation'),
  ];
}

const id = (bytes: number) => randomBytes(bytes).toString('hex');
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const nanoseconds = (ms: number) => `${ms}000000`;
