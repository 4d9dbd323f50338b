import type { StreamTransport } from '@waybill/messaging/operations';
import { randomUUID } from 'node:crypto';

export interface TestLetter {
  consumer?: string;
  service?: string;
  /** Of the error. */
  message?: string;
  orderId?: string;
  payload?: string;
  /** The id of the letter whose replay failed. */
  replayOf?: string;
}

/** The stream of dead letters, with a durable that takes the replays of these consumers. */
export async function declareDeadStream(transport: StreamTransport, consumers: string[]): Promise<void> {
  const defaults = { maxAgeMs: 3_600_000, duplicateWindowMs: 1_000, replicas: 1 };
  await transport.reconcile({
    streams: [{ name: 'DEAD', subjects: ['dead.>'], limits: {}, defaults }],
    consumers: consumers.map((name) => ({
      ...{ stream: 'DEAD', name: `${name}_replay`, filters: [`dead.settled.${name}.>`] },
      ...{ maxAckPending: 1, ackWaitMs: 30_000, startAt: 'beginning' as const, metadata: {} },
    })),
  });
}

/** As a service's consumer stores it. @returns its id */
export async function storeLetter(transport: StreamTransport, letter: TestLetter = {}): Promise<string> {
  const { consumer = 'sales', service = 'shop', message = 'no row 7', orderId = randomUUID() } = letter;
  const { payload = JSON.stringify({ orderId }), replayOf } = letter;
  const eventId = randomUUID();
  const error = encodeURIComponent(JSON.stringify({ name: 'Error', message }));
  const { position } = await transport.publish({
    id: `dead:${consumer}:${replayOf === undefined ? eventId : `replay:${replayOf}`}`,
    subject: `dead.letter.${consumer}.order.placed`,
    headers: {
      ...{ 'ce-id': eventId, 'ce-correlationid': orderId, 'ce-partitionkey': orderId },
      ...{ 'waybill-dead-reason': 'attempts-exhausted', 'waybill-dead-error': error },
      ...{ 'waybill-dead-history': '%5B%5D', 'waybill-dead-service': service },
      ...{ 'waybill-dead-consumer': consumer, 'waybill-original-subject': 'order.placed.v1.standard.3' },
      ...{ 'waybill-original-stream': 'ORDER', 'waybill-original-sequence': '1' },
      'waybill-original-id': eventId,
    },
    body: payload,
  });
  return position;
}
