import { messagingServices } from '@waybill/stack';
import type { OtlpReceiver } from '@waybill/telemetry/testing';
import { collectEvents } from '@waybill/cli';
import type { Driven } from './drive-traffic.ts';

export interface Arrival {
  readonly what: string;
  readonly arrived: boolean;
  readonly detail: string;
}

const ORDER_SPANS = ['POST /orders', 'create order.placed', 'publish order.placed', 'process order.placed'];
const VIEWED = 'behavior.product-viewed';

/** The services that the driven traffic passes, by what their contracts and subscriptions say. */
const events = await collectEvents();
const ofType = (...types: string[]) => events.filter(({ type }) => types.includes(type));
const publishers = [...new Set(ofType('order.placed', VIEWED).map(({ owner }) => owner))];
const consumers = [
  ...new Set(
    ofType('order.placed', 'order.confirmed').flatMap((event) =>
      event.consumers.map(({ service }) => service),
    ),
  ),
];

/** Each metric, and the services that must have sent it. */
const METRICS = {
  'http.server.request.duration': publishers,
  'messaging.client.sent.messages': publishers,
  'messaging.client.operation.duration': publishers,
  'messaging.client.consumed.messages': consumers,
  'messaging.process.duration': consumers,
  'waybill.messaging.append_to_handled': consumers,
  'waybill.outbox.pending': publishers,
};

/** What must arrive: spans in the clients' traces, each metric from the services that have it, logs of every service. */
export function arrivals({ spans, logs, metrics }: OtlpReceiver, driven: Driven): Arrival[] {
  const ofOrder = spans.filter(({ traceId }) => traceId === driven.orderTraceId);
  const ofBehavior = spans.filter(({ traceId }) => traceId === driven.behaviorTraceId);
  const some = (what: string, found: readonly unknown[], kind: string): Arrival => ({
    what,
    arrived: found.length > 0,
    detail: `${found.length} ${kind}`,
  });
  return [
    ...ORDER_SPANS.map((name) => {
      const found = ofOrder.filter((span) => span.name.startsWith(name));
      return some(`span ${name}`, found, "in the client's trace");
    }),
    ...consumers.map((service) => {
      const found = ofOrder.filter((span) => span.service === service);
      return some(`trace of the order, in ${service}`, found, 'spans');
    }),
    some(
      'messaging.message.conversation_id',
      ofOrder.filter(({ attributes }) => attributes['messaging.message.conversation_id'] === driven.orderId),
      "spans with the order's id",
    ),
    some(
      'trace of the shopper',
      ofBehavior.filter(({ name }) => name.startsWith(`publish ${VIEWED}`)),
      'spans',
    ),
    ...Object.entries(METRICS).map(([name, senders]) => {
      const from = new Set(metrics.filter((metric) => metric.name === name).map(({ service }) => service));
      const missing = senders.filter((service) => !from.has(service));
      const detail = missing.length > 0 ? `none of ${missing.join(', ')}` : `of ${[...from].join(', ')}`;
      return { what: `metric ${name}`, arrived: missing.length === 0, detail };
    }),
    ...messagingServices.map((service) => {
      const found = logs.filter((log) => log.service === service);
      return some(`logs of ${service}`, found, 'lines');
    }),
  ];
}
