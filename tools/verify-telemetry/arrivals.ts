import type { OtlpReceiver } from '@waybill/telemetry/testing';
import type { Driven } from './drive-traffic.ts';

export interface Arrival {
  readonly what: string;
  readonly arrived: boolean;
  readonly detail: string;
}

const SERVICES = ['order', 'recommendation', 'analytics'];
const ORDER_SPANS = ['POST /orders', 'create order.placed', 'publish order.placed', 'process order.placed'];
const PUBLISHERS = ['order', 'analytics'];
/** Each metric, and who must have sent it. */
const METRICS = {
  'http.server.request.duration': PUBLISHERS,
  'messaging.client.sent.messages': PUBLISHERS,
  'messaging.client.operation.duration': PUBLISHERS,
  'messaging.client.consumed.messages': SERVICES,
  'messaging.process.duration': SERVICES,
  'waybill.messaging.append_to_handled': SERVICES,
  'waybill.outbox.pending': ['order'],
};

/** What must have come: spans of every service in the client's trace, each metric of whoever has it, logs of every service. */
export function arrivals({ spans, logs, metrics }: OtlpReceiver, driven: Driven): Arrival[] {
  const ofOrder = spans.filter(({ traceId }) => traceId === driven.orderTraceId);
  const ofBehavior = spans.filter(({ traceId }) => traceId === driven.behaviorTraceId);
  const conversation = ofOrder.filter(
    ({ attributes }) => attributes['messaging.message.conversation_id'] === driven.orderId,
  );
  return [
    ...ORDER_SPANS.map((name) => {
      const found = ofOrder.filter((span) => span.name.startsWith(name)).length;
      return { what: `span ${name}`, arrived: found > 0, detail: `${found} in the client's trace` };
    }),
    ...SERVICES.map((service) => {
      const found = ofOrder.filter((span) => span.service === service).length;
      return { what: `trace of the order, in ${service}`, arrived: found > 0, detail: `${found} spans` };
    }),
    {
      what: 'messaging.message.conversation_id',
      arrived: conversation.length > 0,
      detail: `${conversation.length} spans know the order's id`,
    },
    {
      what: 'trace of the shopper',
      arrived: ofBehavior.some(({ name }) => name.startsWith('publish behavior.product-viewed')),
      detail: `${ofBehavior.length} spans`,
    },
    ...Object.entries(METRICS).map(([name, senders]) => {
      const from = new Set(metrics.filter((metric) => metric.name === name).map(({ service }) => service));
      const missing = senders.filter((service) => !from.has(service));
      const detail = missing.length > 0 ? `none of ${missing.join(', ')}` : `of ${[...from].join(', ')}`;
      return { what: `metric ${name}`, arrived: missing.length === 0, detail };
    }),
    ...SERVICES.map((service) => {
      const found = logs.filter((log) => log.service === service).length;
      return { what: `logs of ${service}`, arrived: found > 0, detail: `${found} lines` };
    }),
  ];
}
