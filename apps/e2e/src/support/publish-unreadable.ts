import { OrderConfirmed } from '@waybill/contracts';
import { subjectOf } from '@waybill/messaging/contract';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { randomUUID } from 'node:crypto';
import type { Platform } from './platform.js';

/** Publishes an `order.confirmed` that no consumer can read, as a faulty service would. Returns its id. */
export async function publishUnreadable(
  platform: Platform,
  headers: Record<string, string> = {},
): Promise<string> {
  const broker = await connectJetStream({ servers: [(await platform.state()).nats], name: 'e2e' });
  const id = randomUUID();
  await broker.publish({
    id,
    subject: subjectOf(OrderConfirmed, 'unreadable', 'standard'),
    headers: {
      'ce-id': id,
      'ce-type': OrderConfirmed.type,
      'ce-source': 'e2e',
      'ce-specversion': '1.0',
      ...headers,
    },
    body: '{"orderId":"not an order"}',
  });
  await broker.close();
  return id;
}
