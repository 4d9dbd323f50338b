import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TraceDetail } from '@waybill/console-api';
import { OrderCancelledV1, type OrderFacts } from '@waybill/contracts';
import type { EventContract } from '@waybill/messaging';
import { hashOf, subjectOf } from '@waybill/messaging/contract';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { ConsoleApi } from './support/console-api.js';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

const CUSTOMER = 'undecided';

let platform: Platform;
let shop: Shop;
let api: ConsoleApi;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
  api = await ConsoleApi.of(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

/** A row as the order service of before left it in the outbox: a cancellation in version 1, made in this trace. */
async function leaveOldRow(orderId: string, traceparent: string): Promise<void> {
  const { body } = await shop.get<{ lines: OrderFacts['lines']; placedAt: string }>(
    'order',
    `/orders/${orderId}`,
  );
  const lines = body.lines.map(({ productId, quantity }) => ({
    productId,
    quantity,
    description: 'as it was ordered',
    unitPrice: '9.95',
  }));
  const payload = OrderCancelledV1.schema.parse({
    orderId,
    customerId: CUSTOMER,
    currency: 'GBP',
    total: '9.95',
    lines,
    placedAt: body.placedAt,
    wasConfirmed: true,
    cancelledAt: new Date().toISOString(),
  });
  const id = randomUUID();
  const headers = {
    'ce-id': id,
    'ce-type': OrderCancelledV1.type,
    'ce-source': 'order',
    'ce-specversion': '1.0',
    'ce-time': new Date().toISOString(),
    'ce-partitionkey': orderId,
    'ce-correlationid': orderId,
    traceparent,
  };
  const client = new pg.Client((await platform.state()).postgres.order);
  await client.connect();
  await client.query(
    'INSERT INTO outbox (message_id, subject, key, bucket, headers, payload) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      id,
      subjectOf(OrderCancelledV1 as EventContract, orderId, 'standard'),
      orderId,
      hashOf(orderId) % 64,
      headers,
      payload,
    ],
  );
  await client.end();
}

describe('an order.cancelled of version 1 that an old release left in the outbox', () => {
  it('is handled beside one of version 2, by everybody, in the same trace', async () => {
    await shop.stock('fickle', null);
    const orders = await Promise.all([1, 2, 3].map(() => shop.place(CUSTOMER, 'fickle')));
    const [old, recent] = orders.map(({ orderId }) => orderId) as [string, string];
    const bought = async () => (await shop.get('analytics', `/customers/${CUSTOMER}`)).body.orders;
    await eventually(async () => (await bought()) === 3, 'all are confirmed and counted');

    const traceId = randomBytes(16).toString('hex');
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    await leaveOldRow(old, traceparent);
    const { status } = await shop.send('order', 'POST', `/orders/${recent}/cancel`, undefined, {
      traceparent,
    });
    expect(status).toBe(202);
    await eventually(async () => (await bought()) === 1, 'both are taken back');

    const versions = ['v1', 'v2'];
    let trace: TraceDetail;
    await eventually(async () => {
      trace = await api.get<TraceDetail>(`/api/traces/${traceId}`);
      const names = trace.spans.map(({ service, name }) => `${service} ${name}`);
      return versions.every((version) =>
        names.includes(`order publish order.cancelled.${version}.{lane}.{partition}`),
      );
    }, 'the trace has both');
    await eventually(async () => {
      trace = await api.get<TraceDetail>(`/api/traces/${traceId}`);
      return trace.messages.length >= 2 && trace.complete === true;
    }, 'both are completed');
    expect(trace!.events.filter((type) => type.startsWith('order.'))).toEqual(['order.cancelled']);
    const { stdout } = await platform.waybill('dead-letters', 'list', '--json');
    expect((JSON.parse(stdout) as { items: unknown[] }).items).toEqual([]);
  }, 180_000);
});
