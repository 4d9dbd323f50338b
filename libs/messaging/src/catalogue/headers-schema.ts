import {
  CE_CORRELATION_ID,
  CE_DATA_CONTENT_TYPE,
  CE_DATA_REF,
  CE_DATA_SCHEMA,
  CE_DUE_TIME,
  CE_ID,
  CE_PARTITION_KEY,
  CE_SOURCE,
  CE_SPEC_VERSION,
  CE_TIME,
  CE_TYPE,
} from '../message/cloud-events.js';

const text = (description: string) => ({ type: 'string', description });

/** The headers of every event; docs/headers.md says more of them. */
export const headersSchema = {
  type: 'object',
  required: [CE_ID, CE_TYPE, CE_SOURCE, CE_SPEC_VERSION, CE_TIME, CE_PARTITION_KEY],
  properties: {
    'Nats-Msg-Id': text('The same as ce-id: JetStream drops a second one within its duplicate window.'),
    [CE_ID]: text('The event’s id: what its effects are recorded under.'),
    [CE_TYPE]: text('The event’s type.'),
    [CE_SOURCE]: text('The service that published it.'),
    [CE_SPEC_VERSION]: { type: 'string', const: '1.0' },
    [CE_TIME]: { type: 'string', format: 'date-time' },
    [CE_DATA_SCHEMA]: text('urn:waybill:event:<type>:v<version>'),
    [CE_DATA_CONTENT_TYPE]: { type: 'string', const: 'application/json' },
    [CE_DATA_REF]: text('Where the data is stored, if the message does not carry it.'),
    [CE_DUE_TIME]: { type: 'string', format: 'date-time', description: 'When a scheduled event was due.' },
    [CE_PARTITION_KEY]: text('The key whose events stay in order.'),
    [CE_CORRELATION_ID]: text('The business conversation, where the contract names one.'),
    traceparent: text('W3C trace context of the event’s creation.'),
    tracestate: text('W3C trace context of the event’s creation.'),
    baggage: text('W3C baggage of the event’s creation.'),
  },
};
