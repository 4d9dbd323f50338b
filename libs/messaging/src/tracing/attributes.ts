/**
 * Every attribute that a span of this library may have, in one tree. `messaging` and `error` are OpenTelemetry's
 * semantic conventions 1.44; `messaging.nats` and `waybill` are ours, docs/tracing.md says what they mean.
 */
export const ATTRIBUTES = {
  messaging: {
    system: 'messaging.system',
    batch: { messageCount: 'messaging.batch.message_count' },
    consumer: { group: { name: 'messaging.consumer.group.name' } },
    destination: {
      name: 'messaging.destination.name',
      template: 'messaging.destination.template',
      partitionId: 'messaging.destination.partition.id',
    },
    message: {
      id: 'messaging.message.id',
      conversationId: 'messaging.message.conversation_id',
      bodySize: 'messaging.message.body.size',
    },
    operation: { name: 'messaging.operation.name', type: 'messaging.operation.type' },
    nats: {
      stream: 'messaging.nats.stream',
      sequence: 'messaging.nats.sequence',
      duplicate: 'messaging.nats.duplicate',
      deliveryCount: 'messaging.nats.delivery_count',
      storedAt: 'messaging.nats.stored_at',
    },
  },
  error: { type: 'error.type' },
  waybill: {
    outbox: {
      id: 'waybill.outbox.id',
      appendedAt: 'waybill.outbox.appended_at',
      dueAt: 'waybill.outbox.due_at',
      attempt: 'waybill.outbox.attempt',
    },
    process: {
      handler: 'waybill.process.handler',
      attempt: 'waybill.process.attempt',
      outcome: 'waybill.process.outcome',
      reason: 'waybill.process.reason',
      retryDelay: 'waybill.process.retry_delay_ms',
    },
    deadLetter: {
      subject: 'waybill.dead_letter.subject',
      reason: 'waybill.dead_letter.reason',
      attempts: 'waybill.dead_letter.attempts',
    },
    schedule: {
      name: 'waybill.schedule.name',
      due: 'waybill.schedule.due',
      missed: 'waybill.schedule.missed',
      attempt: 'waybill.schedule.attempt',
      outcome: 'waybill.schedule.outcome',
    },
    replay: { deadLetterId: 'waybill.replay.dead_letter_id' },
  },
} as const;
