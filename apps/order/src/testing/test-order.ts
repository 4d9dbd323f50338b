import {
  OrderCancelled,
  OrderConfirmed,
  OrderCustomerErased,
  OrderPaymentOverdue,
  OrderPaymentRequested,
  OrderPlaced,
  OrderRecipientNamed,
  OrderRejected,
  PaymentAuthorised,
  PaymentDeclined,
} from '@waybill/contracts';
import {
  Outbox,
  TransactionRunner,
  type DataOf,
  type EventContract,
  type EventMessage,
  type ProcessHandler,
  type ProcessInstance,
} from '@waybill/messaging';
import { PrismaDatabase } from '@waybill/service/prisma';
import { createTestDatabase, eventually } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import { CancelOrderWhenPaymentOverdue } from '../application/cancel-order-when-payment-overdue.handler.js';
import { CancelOrder } from '../application/cancel-order.use-case.js';
import { ConfirmOrderWhenPaymentAuthorised } from '../application/confirm-order-when-payment-authorised.handler.js';
import { Idempotency } from '../application/idempotency.js';
import { ImportOrders } from '../application/import-orders.use-case.js';
import type { SettlementState } from '../domain/order-settlement.js';
import { PlaceOrder } from '../application/place-order.use-case.js';
import { RejectOrderWhenPaymentDeclined } from '../application/reject-order-when-payment-declined.handler.js';
import { ReserveStockWhenOrderPlaced } from '../application/reserve-stock-when-order-placed.handler.js';
import { Catalogue } from '../persistence/catalogue.js';
import { PrismaClient } from '../persistence/generated/client.js';
import { IdempotentRequests } from '../persistence/idempotent-requests.js';
import { ImportedOrders } from '../persistence/imported-orders.js';
import { OrderQueries } from '../persistence/order-queries.js';
import { Orders } from '../persistence/orders.js';
import { Recipients } from '../persistence/recipients.js';
import { Stock } from '../persistence/stock.js';
import type { Tx } from '../persistence/transaction.js';

const RETENTION_MS = 60_000;
const CONNECTIONS = 12;
const PAYMENT_TIMEOUT_MS = 30_000;

/** The events that the service publishes. */
export const EVENTS = [
  OrderPlaced,
  OrderRecipientNamed,
  OrderPaymentRequested,
  OrderPaymentOverdue,
  OrderConfirmed,
  OrderRejected,
  OrderCancelled,
  OrderCustomerErased,
];

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
  const cancel = new CancelOrder(transactions, orders, stock, outbox);
  const reserve = new ReserveStockWhenOrderPlaced(orders, stock, outbox, PAYMENT_TIMEOUT_MS);
  const confirm = new ConfirmOrderWhenPaymentAuthorised(orders, outbox);
  const reject = new RejectOrderWhenPaymentDeclined(orders, stock, outbox);
  const expire = new CancelOrderWhenPaymentOverdue(orders, cancel);

  async function query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await database.pool.query<Row>(sql, values);
    return rows;
  }

  /** As the consumer does, without its inbox and without the process that it would find: handles an event in a transaction. */
  async function handle<Contract extends EventContract>(
    handler: ProcessHandler<Contract, SettlementState, Tx>,
    { type, version, owner }: Contract,
    data: DataOf<Contract> & { orderId: string },
  ): Promise<void> {
    const { orderId: key } = data;
    const { priority: lane } = await prisma.order.findUniqueOrThrow({ where: { id: key } });
    const event: EventMessage<DataOf<Contract>> = {
      id: randomUUID(),
      data,
      lane,
      type,
      version,
      source: owner,
      time: '',
      key,
    };
    const { signal } = new AbortController();
    await transaction((tx) =>
      handler.handle(event, { tx, consumer: 'test', attempt: 1, signal, process: processOf(key) }),
    );
  }

  async function placed(orderId: string): Promise<DataOf<typeof OrderPlaced>> {
    const [row] = await query<{ data: DataOf<typeof OrderPlaced> }>(
      `SELECT payload AS data FROM outbox WHERE key = $1 AND subject LIKE 'order.placed.%'`,
      [orderId],
    );
    return row!.data;
  }

  async function payment(orderId: string) {
    const { customerId, total: amount, currency } = await placed(orderId);
    return { orderId, customerId, amount, currency };
  }

  const at = '2026-11-28T12:00:00.000Z';
  const steps = {
    /** Handles the order's `order.placed`. */
    reserve: async (orderId: string) => handle(reserve, OrderPlaced, await placed(orderId)),
    authorised: async (orderId: string) =>
      handle(confirm, PaymentAuthorised, { ...(await payment(orderId)), authorisedAt: at }),
    declined: async (orderId: string) =>
      handle(reject, PaymentDeclined, { ...(await payment(orderId)), detail: 'no', declinedAt: at }),
    overdue: async (orderId: string) => handle(expire, OrderPaymentOverdue, { orderId }),
  };

  return {
    database,
    prisma,
    transaction,
    query,
    catalogue,
    requests,
    queries: new OrderQueries(prisma),
    place: new PlaceOrder(
      transactions,
      new Idempotency(requests, RETENTION_MS),
      catalogue,
      orders,
      new Recipients(),
      outbox,
    ),
    cancel,
    ...steps,
    import: new ImportOrders(transactions, new ImportedOrders(), outbox),

    /** The whole way, with a payment that is authorised. */
    async settle(orderId: string): Promise<void> {
      await steps.reserve(orderId);
      await steps.authorised(orderId);
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
      await query(
        'TRUNCATE orders, order_line, recipient, stock_reservation, product, idempotent_request, outbox, outbox_scheduled',
      );
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

/** A process at its first step, so that the order's own row has to keep its steps apart. */
function processOf(id: string): ProcessInstance<SettlementState> {
  return {
    id,
    state: { payment: 'none' },
    startedAt: new Date(),
    outcome: undefined,
    setTimer: () => Promise.resolve(),
    clearTimer: () => Promise.resolve(),
    end: () => undefined,
  };
}
