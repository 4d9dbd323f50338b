import { metrics } from '@opentelemetry/api';

/** Bucket bounds that the semantic conventions advise for both durations, seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * The library's instruments. Names and units are OpenTelemetry's semantic conventions 1.44 (messaging)
 * where they have one. Labels come from declared names only, so their number is bounded.
 *
 * Made on first use, not at import: a meter provider registered before that is found.
 */
export function createInstruments() {
  const meter = metrics.getMeter('waybill.messaging');
  const duration = (name: string, description: string) =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: SECONDS } });
  return {
    sent: meter.createCounter('messaging.client.sent.messages', {
      description: 'Messages sent to the broker',
      unit: '{message}',
    }),
    consumed: meter.createCounter('messaging.client.consumed.messages', {
      description: 'Messages delivered to the application',
      unit: '{message}',
    }),
    operation: duration('messaging.client.operation.duration', 'Publish to acknowledgement'),
    process: duration('messaging.process.duration', 'Time in the handler'),
    appendToHandled: duration(
      'waybill.messaging.append_to_handled',
      'Append, or due time, to committed handler',
    ),
    redeliveries: meter.createCounter('waybill.messaging.redeliveries', {
      description: 'Deliveries after the first',
      unit: '{message}',
    }),
    deadLetters: meter.createCounter('waybill.messaging.dead_letters', {
      description: 'Messages that a consumer dead-lettered',
      unit: '{message}',
    }),
    returned: meter.createCounter('waybill.consumer.returned', {
      description: 'Deliveries given back because this code has no handler for the event, or its version',
      unit: '{message}',
    }),
    outboxPending: meter.createObservableGauge('waybill.outbox.pending', {
      description: 'Outbox rows not yet published',
      unit: '{row}',
    }),
    outboxOldestAge: meter.createObservableGauge('waybill.outbox.oldest_age', {
      description: 'Age of the oldest pending row',
      unit: 's',
    }),
    outboxParked: meter.createObservableGauge('waybill.outbox.parked', {
      description: 'Outbox rows parked after the last refused attempt',
      unit: '{row}',
    }),
    outboxScheduled: meter.createObservableGauge('waybill.outbox.scheduled', {
      description: 'Rows that wait for their due time',
      unit: '{row}',
    }),
    outboxOverdue: meter.createObservableGauge('waybill.outbox.overdue', {
      description: 'How long the scheduled row that is due first has been due',
      unit: 's',
    }),
    outboxRelays: meter.createObservableGauge('waybill.outbox.relays', {
      description: 'Relays of any process that are connected to the database',
      unit: '{relay}',
    }),
    databaseConnections: meter.createObservableGauge('waybill.database.connections', {
      description: 'Sessions of the database server, of all its clients',
      unit: '{connection}',
    }),
    databaseConnectionLimit: meter.createObservableGauge('waybill.database.connection_limit', {
      description: 'Sessions that the database server gives to clients that are no superusers',
      unit: '{connection}',
    }),
    databaseSize: meter.createObservableGauge('waybill.database.size', {
      description: "Size of the service's database on disk",
      unit: 'By',
    }),
    topologyDrifts: meter.createObservableGauge('waybill.topology.drifts', {
      description: 'Streams and durables that are not as declared and could not be corrected',
      unit: '{item}',
    }),
    consumerPending: meter.createObservableGauge('waybill.consumer.pending', {
      description: 'Stored messages that were never delivered to the consumer',
      unit: '{message}',
    }),
    consumerAckPending: meter.createObservableGauge('waybill.consumer.ack_pending', {
      description: 'Messages delivered to the consumer and not acknowledged',
      unit: '{message}',
    }),
    consumerNotPulling: meter.createObservableGauge('waybill.consumer.not_pulling', {
      description: '1 while the process does not pull for the consumer on purpose',
      unit: '1',
    }),
    scheduleDuration: duration('waybill.schedule.duration', 'Time of one attempt of a scheduled task'),
    scheduleMissed: meter.createCounter('waybill.schedule.missed', {
      description: 'Due times without a run of their own',
      unit: '{time}',
    }),
    scheduleLag: meter.createObservableGauge('waybill.schedule.lag', {
      description: 'How long the oldest due time has waited for its run to be completed',
      unit: 's',
    }),
    meter,
  };
}

export type Instruments = ReturnType<typeof createInstruments>;
