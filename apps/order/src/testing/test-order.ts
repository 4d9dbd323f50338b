import { OrderCancelled, OrderConfirmed, OrderPlaced, OrderRejected } from '@waybill/contracts';
import { Outbox, TransactionRunner, type DataOf, type EventMessage } from '@waybill/messaging';
import { PrismaDatabase } from '@waybill/service/prisma';
import { createTestDatabase, eventually } from '@waybill/testing';
import { CancelOrder } from '../application/cancel-order.use-case.js';
import { Idempotency } from '../application/idempotency.js';
import { ImportOrders } from '../application/import-orders.use-case.js';
import type { PaymentProvider } from '../application/payment-provider.js';
import { PlaceOrder } from '../application/place-order.use-case.js';
import { SettleOrderWhenOrderPlaced } from '../application/settle-order-when-order-placed.handler.js';
import { SimulatedPaymentProvider } from '../payment/simulated-payment-provider.js';
import { Catalogue } from '../persistence/catalogue.js';
import { PrismaClient } from '../persistence/generated/client.js';
import { IdempotentRequests } from '../persistence/idempotent-requests.js';
import { ImportedOrders } from '../persistence/imported-orders.js';
import { OrderQueries } from '../persistence/order-queries.js';
import { Orders } from '../persistence/orders.js';
import { Stock } from '../persistence/stock.js';
import type { Tx } from '../persistence/transaction.js';

const RETENTION_MS = 60_000;
const CONNECTIONS = 12;

/** The events that the service publishes. */
export const EVENTS = [OrderPlaced, OrderConfirmed, OrderRejected, OrderCancelled];

/** The use cases on a database of their own, without HTTP or broker: events are read from the outbox. */
export async function testOrder({ outbox = new Outbox('order', EVENTS) }: { outbox?: Outbox } = {}) {
  const { url, drop } = await createTestDatabase('order');
  const database = await PrismaDatabase.open(PrismaClient, {
    databaseUrl: url,
    databasePool: CONNECTIONS,
    name: 'order',
  });
  const prisma = database.client as unknown as PrismaClient;
  const transaction = <T>(work: (tx: Tx) => Promise<T>) => database.transaction((tx) => work(tx as Tx));
  const transactions = new TransactionRunner<Tx>(transaction, outbox, () => undefined);
  const catalogue = new Catalogue(prisma);
  const orders = new Orders();
  const stock = new Stock();
  const requests = new IdempotentRequests(prisma);
  const approving = new SimulatedPaymentProvider({ declineCustomers: ['declined-*'], delayMs: 0 });

  async function query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await database.pool.query<Row>(sql, values);
    return rows;
  }

  async function placedEvent(orderId: string): Promise<EventMessage<DataOf<typeof OrderPlaced>>> {
    const [row] = await query<{ id: string; data: DataOf<typeof OrderPlaced> }>(
      `SELECT message_id AS id, payload AS data FROM outbox WHERE key = $1 AND subject LIKE 'order.placed.%'`,
      [orderId],
    );
    const { id, data } = row!;
    const lane = data.priority;
    return { id, data, lane, type: 'order.placed', version: 1, source: 'order', time: '', key: orderId };
  }

  return {
    database,
    prisma,
    transaction,
    query,
    catalogue,
    requests,
    queries: new OrderQueries(prisma),
    place: new PlaceOrder(transactions, new Idempotency(requests, RETENTION_MS), catalogue, orders, outbox),
    cancel: new CancelOrder(transactions, orders, stock, outbox),
    import: new ImportOrders(transactions, new ImportedOrders(), outbox),

    /** Handles the order's `order.placed`, as the consumer does. */
    async settle(orderId: string, payments: PaymentProvider = approving): Promise<void> {
      const handler = new SettleOrderWhenOrderPlaced(orders, stock, payments, outbox);
      const event = await placedEvent(orderId);
      const signal = new AbortController().signal;
      await transaction((tx) => handler.handle(event, { tx, consumer: 'test', attempt: 1, signal }));
    },

    /** Resolves once this many statements wait for a lock. */
    async waiting(statements: number): Promise<void> {
      await eventually(async () => {
        const [row] = await query<{ count: number }>(
          `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return row!.count >= statements;
      });
    },

    async empty(): Promise<void> {
      await query('TRUNCATE orders, order_line, stock_reservation, product, idempotent_request, outbox');
    },

    async product(productId: string, stock: number | null, unitPrice = '1.5', currency = 'GBP') {
      await catalogue.put({ productId, description: `A ${productId}`, unitPrice, currency, stock });
    },

    async stockOf(productId: string): Promise<number | null> {
      return (await catalogue.find(productId))!.stock;
    },

    async statusOf(orderId: string) {
      const [row] = await query<{ status: string; reason: string | null }>(
        'SELECT status, reason FROM orders WHERE id = $1',
        [orderId],
      );
      return row!;
    },

    /** Types and data of an order's events, in the order of their publishing. */
    async eventsOf(orderId: string) {
      const rows = await query<{ subject: string; data: Record<string, unknown> }>(
        'SELECT subject, payload AS data FROM outbox WHERE key = $1 ORDER BY id',
        [orderId],
      );
      return rows.map(({ subject, data }) => ({
        type: subject.split('.').slice(0, 2).join('.'),
        subject,
        data,
      }));
    },

    async close(): Promise<void> {
      await database.onApplicationShutdown();
      await drop();
    },
  };
}

export type TestOrder = Awaited<ReturnType<typeof testOrder>>;
