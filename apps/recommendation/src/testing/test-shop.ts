import type { CartUpdated, ProductViewed } from '@waybill/contracts';
import type { DataOf, DeliveryContext, EventMessage } from '@waybill/messaging';
import { PgDatabase } from '@waybill/service/postgres';
import { createTestDatabase, eventually } from '@waybill/testing';
import { FindSimilarProducts } from '../application/find-similar-products.use-case.js';
import { ForgetBasketWhenOrderCancelled } from '../application/forget-basket-when-order-cancelled.handler.js';
import { ForgetCustomerWhenErased } from '../application/forget-customer-when-erased.handler.js';
import { LearnBasketWhenOrderConfirmed } from '../application/learn-basket-when-order-confirmed.handler.js';
import { LearnInterestWhenShopperBrowses } from '../application/learn-interest-when-shopper-browses.handler.js';
import { RecommendProducts } from '../application/recommend-products.use-case.js';
import { BasketQueries } from '../persistence/basket-queries.js';
import { Baskets } from '../persistence/baskets.js';
import { customerErased, orderCancelled, orderConfirmed, type Cancelled, type TestOrder } from './events.js';

/** The service without HTTP and broker, on a database of its own: events go directly to the handlers. */
export async function openTestShop() {
  const { url, drop } = await createTestDatabase('recommendation');
  const database = await PgDatabase.open({ databaseUrl: url, databasePool: 6, name: 'test' });
  const baskets = new Baskets();
  const queries = new BasketQueries(database);
  const confirmed = new LearnBasketWhenOrderConfirmed(baskets);
  const cancelled = new ForgetBasketWhenOrderCancelled(baskets);
  const erased = new ForgetCustomerWhenErased(baskets);
  const browsed = new LearnInterestWhenShopperBrowses(baskets);

  const deliver = (work: (context: DeliveryContext) => Promise<void>): Promise<void> =>
    database.transaction((tx) =>
      work({ tx, consumer: 'test', attempt: 1, signal: new AbortController().signal }),
    );

  return {
    database,
    queries,
    recommendations: new RecommendProducts(queries),
    similar: new FindSimilarProducts(queries),
    confirm: (order: TestOrder) => deliver((context) => confirmed.handle(orderConfirmed(order), context)),
    /** Several in one transaction, for histories. */
    confirmAll: (orders: readonly TestOrder[]) =>
      deliver(async (context) => {
        for (const order of orders) await confirmed.handle(orderConfirmed(order), context);
      }),
    cancel: (order: TestOrder & Cancelled) =>
      deliver((context) => cancelled.handle(orderCancelled(order), context)),
    browse: (...events: EventMessage<DataOf<typeof ProductViewed | typeof CartUpdated>>[]) =>
      deliver((context) => browsed.handle(events, context)),
    erase: (customerId: string, erasedAt: string) =>
      deliver((context) => erased.handle(customerErased(customerId, erasedAt), context)),
    /** Resolves once this many statements wait for a lock. */
    async waiting(statements: number): Promise<void> {
      await eventually(async () => {
        const { rowCount } = await database.pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rowCount === statements;
      });
    },
    async close(): Promise<void> {
      await database.onApplicationShutdown();
      await drop();
    },
  };
}

export type TestShop = Awaited<ReturnType<typeof openTestShop>>;
