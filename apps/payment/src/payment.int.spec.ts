import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderPaymentRequested,
  PaymentAuthorised,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentReleased,
} from '@waybill/contracts';
import { startTestService, type TestService } from '@waybill/service/testing';
import { eventually } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PaymentProvider } from './application/payment-provider.js';
import { payment } from './service.js';
import { RecordingProvider } from './testing/recording-provider.js';

let service: TestService;
let database: pg.Pool;
const provider = new RecordingProvider();

beforeAll(async () => {
  service = await startTestService(payment, {
    config: { paymentRiskLimit: '100' },
    override: (module) => module.overrideProvider(PaymentProvider).useValue(provider),
  });
  database = new pg.Pool({ connectionString: service.databaseUrl });
});
afterAll(async () => {
  await database?.end();
  await service?.close();
});

/** The events of one order, each with its data. */
function anOrder(customerId: string = randomUUID(), amount = '12.345678') {
  const orderId = randomUUID();
  const order = { ...OrderConfirmed.example!, orderId, customerId, total: amount };
  const now = () => new Date().toISOString();
  const { lines, placedAt, currency, total } = order;
  const facts = { orderId, customerId, lines, placedAt, currency, total };
  return {
    orderId,
    request: () =>
      service.publish(OrderPaymentRequested, { orderId, customerId, amount, currency, requestedAt: now() }),
    confirm: () => service.publish(OrderConfirmed, { ...facts, confirmedAt: now() }),
    cancel: (previousStatus: 'placed' | 'confirmed') =>
      service.publish(OrderCancelled, { ...facts, previousStatus, cancelledAt: now() }),
  };
}

interface Payment {
  status: string;
  detail?: string;
  ledger: { kind: string; amount: string; at: string }[];
}

async function paymentOf({ orderId }: { orderId: string }): Promise<Payment> {
  const response = await fetch(`${service.url}/payments/${orderId}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Payment;
}

/** Its status and its movements, once every message is handled. */
async function outcomeOf(order: { orderId: string }): Promise<string> {
  await service.caughtUp();
  const { status, ledger } = await paymentOf(order);
  for (const { amount, at } of ledger)
    expect([amount, at]).toEqual(['12.345678', expect.stringMatching(/Z$/)]);
  return `${status}: ${ledger.map(({ kind }) => kind).join(', ')}`;
}

async function hasStatus(order: { orderId: string }, status: string): Promise<void> {
  await eventually(async () => (await paymentOf(order)).status === status, { what: `payment is ${status}` });
}

const eventsOf = async ({ orderId }: { orderId: string }) => {
  const contracts = [PaymentAuthorised, PaymentDeclined, PaymentCaptured, PaymentReleased, PaymentRefunded];
  const data = await Promise.all(
    contracts.map((contract) => service.published<{ orderId: string }>(contract)),
  );
  return contracts.flatMap(({ type }, i) =>
    data[i]!.filter((each) => each.orderId === orderId).map(() => type),
  );
};

describe('the payment of an order', () => {
  it('is authorised, captured once the order is confirmed, refunded if it is cancelled after that', async () => {
    const order = anOrder();
    await order.request();
    expect(await outcomeOf(order)).toBe('authorised: authorised');
    await order.confirm();
    expect(await outcomeOf(order)).toBe('captured: authorised, captured');
    await order.cancel('confirmed');
    expect(await outcomeOf(order)).toBe('refunded: authorised, captured, refunded');
    expect(await eventsOf(order)).toEqual(['payment.authorised', 'payment.captured', 'payment.refunded']);
    expect(provider.positions.get(order.orderId)).toBe('refunded');
  });

  it('is released if the order is cancelled before it is confirmed', async () => {
    const order = anOrder();
    await order.request();
    await service.caughtUp();
    await order.cancel('placed');
    expect(await outcomeOf(order)).toBe('released: authorised, released');
    expect(await eventsOf(order)).toEqual(['payment.authorised', 'payment.released']);
    expect(provider.positions.get(order.orderId)).toBe('released');
  });

  it('is declined with the reason of the provider', async () => {
    provider.decisions.set('eve', () => ({ outcome: 'declined', detail: 'the card was declined' }));
    const order = anOrder('eve');
    await order.request();
    expect(await outcomeOf(order)).toBe('declined: ');
    expect(await paymentOf(order)).toMatchObject({ detail: 'the card was declined' });
    expect(await eventsOf(order)).toEqual(['payment.declined']);
  });

  it('is asked for again while the provider is undecided', async () => {
    let decided = false;
    provider.decisions.set('undecided', () => ({ outcome: decided ? 'approved' : 'undecided' }));
    const order = anOrder('undecided');
    await order.request();
    expect(await outcomeOf(order)).toBe('requested: ');
    decided = true;
    await hasStatus(order, 'authorised');
    expect(await eventsOf(order)).toEqual(['payment.authorised']);
  });

  it('is released if it is authorised only after the order was cancelled', async () => {
    let decided = false;
    provider.decisions.set('late', () => ({ outcome: decided ? 'approved' : 'undecided' }));
    const order = anOrder('late');
    await order.request();
    await service.caughtUp();
    await order.cancel('placed');
    expect(await outcomeOf(order)).toBe('cancelled: ');
    decided = true;
    await hasStatus(order, 'released');
    expect(await outcomeOf(order)).toBe('released: authorised, released');
    expect(await eventsOf(order)).toEqual(['payment.released']);
    expect(provider.positions.get(order.orderId)).toBe('released');
  });

  it('is not asked for if the cancellation arrives first, and what a killed attempt held is released', async () => {
    const order = anOrder();
    provider.positions.set(order.orderId, 'held');
    await order.cancel('placed');
    await service.caughtUp();
    await order.request();
    expect(await outcomeOf(order)).toBe('cancelled: ');
    expect(provider.positions.get(order.orderId)).toBe('released');
    expect(await eventsOf(order)).toEqual([]);
  });

  it('is authorised once if the attempt that was approved fails', async () => {
    let attempts = 0;
    provider.decisions.set('flaky', async () => {
      attempts += 1;
      // Approved at the provider, but the attempt is rolled back.
      if (attempts === 1) throw new Error('the connection was lost');
      return { outcome: 'approved' };
    });
    const order = anOrder('flaky');
    await order.request();
    await eventually(() => attempts === 2, { what: 'the second attempt' });
    expect(await outcomeOf(order)).toBe('authorised: authorised');
  });

  it('is declined by the risk check if the customer has too much open, however many requests race', async () => {
    const customer = randomUUID();
    const orders = Array.from({ length: 12 }, () => anOrder(customer, '12.5'));
    await Promise.all(orders.map((order) => order.request()));
    await service.caughtUp();
    const payments = await Promise.all(orders.map(paymentOf));
    expect(payments.filter(({ status }) => status === 'authorised')).toHaveLength(8);
    expect(payments.filter(({ status }) => status === 'declined')).toHaveLength(4);
    expect(payments.find(({ status }) => status === 'declined')!.detail).toMatch(/over the limit of 100/);
  });
});

describe('many payments at once', () => {
  it('end with the money where their orders ended, in whatever order events arrive', async () => {
    const kept: string[] = [];
    const cancelled: string[] = [];
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const order = anOrder();
        await order.request();
        if (i % 2) await hasStatusOnceKnown(order, 'authorised');
        // An order is confirmed only once its payment is authorised; its cancellation may come at any time.
        if (i % 4 === 1) await order.confirm();
        if (i % 4 === 3) await Promise.all([order.cancel('confirmed'), order.confirm()]);
        if (i % 4 === 0) await order.cancel('placed');
        (i % 4 === 1 || i % 4 === 2 ? kept : cancelled).push(order.orderId);
      }),
    );
    await service.caughtUp();
    const { rows: paid } = await database.query<{ id: string; held: string; paid: string }>(
      `SELECT order_id AS id,
         sum(CASE kind WHEN 'authorised' THEN amount WHEN 'captured' THEN -amount WHEN 'released' THEN -amount ELSE 0 END) AS held,
         sum(CASE kind WHEN 'captured' THEN amount WHEN 'refunded' THEN -amount ELSE 0 END) AS paid
       FROM ledger_entry WHERE order_id = ANY ($1::uuid[]) GROUP BY order_id`,
      [[...kept, ...cancelled]],
    );
    const balance = new Map(paid.map(({ id, held, paid }) => [id, Number(held) + Number(paid)]));
    for (const id of kept) expect(balance.get(id)).toBe(12.345678);
    for (const id of cancelled) expect(balance.get(id) ?? 0).toBe(0);
    for (const id of cancelled)
      expect(['released', 'refunded', undefined]).toContain(provider.positions.get(id));
  });
});

async function hasStatusOnceKnown({ orderId }: { orderId: string }, status: string): Promise<void> {
  await eventually(async () => {
    const response = await fetch(`${service.url}/payments/${orderId}`);
    return response.status === 200 && ((await response.json()) as Payment).status === status;
  });
}

describe('GET /payments', () => {
  it('has pages, newest first, of one status', async () => {
    await service.caughtUp();
    const { rows } = await database.query<{ id: string }>(
      `SELECT order_id AS id FROM payment WHERE status = 'authorised' ORDER BY requested_at DESC, order_id DESC`,
    );
    const seen: string[] = [];
    let cursor = '';
    do {
      const response = await fetch(
        `${service.url}/payments?status=authorised&limit=3${cursor && `&cursor=${cursor}`}`,
      );
      const page = (await response.json()) as { items: { orderId: string }[]; nextCursor?: string };
      seen.push(...page.items.map(({ orderId }) => orderId));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(rows.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(3);
  });

  it.each(['status=paid', 'limit=0', 'cursor=x', 'page=2'])('refuses %s', async (query) => {
    const response = await fetch(`${service.url}/payments?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: `/${query.split('=')[0]}` }] });
  });

  it('has no payment of an unknown order', async () => {
    for (const id of [randomUUID(), 'nope']) {
      const response = await fetch(`${service.url}/payments/${id}`);
      expect([response.status, await response.json()]).toEqual([
        404,
        expect.objectContaining({ status: 404 }),
      ]);
    }
  });
});
