import { Module, type DynamicModule } from '@nestjs/common';
import { OrderCancelled, OrderConfirmed, OrderPlaced, OrderRejected } from '@waybill/contracts';
import { FaultSwitches } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { handlersOf, MessagingModule } from '@waybill/messaging/nest';
import { streamLimits, type ServiceDefinition } from '@waybill/service';
import { createLogger } from '@waybill/telemetry';
import { v7 as uuidv7 } from 'uuid';
import { AnswerOnce, IDEMPOTENCY_RETENTION_MS } from './application/answer-once.js';
import { CancelOrder } from './application/cancel-order.use-case.js';
import { Catalogue } from './application/catalogue.js';
import { IdempotentRequests } from './application/idempotent-requests.js';
import { ImportOrders } from './application/import-orders.use-case.js';
import { NEXT_ORDER_ID } from './application/order-ids.js';
import { OrderQueries } from './application/order-queries.js';
import { Orders } from './application/orders.js';
import { PaymentProvider } from './application/payment-provider.js';
import { PlaceOrder } from './application/place-order.use-case.js';
import { Stock } from './application/stock.js';
import type { OrderConfig } from './config.js';
import { DecliningPaymentProvider } from './faults/declining-payment-provider.js';
import { NaivePublish } from './faults/naive-publish.js';
import { NaivelyPublishedOrders } from './faults/naively-published-orders.js';
import { ImportsController } from './http/imports.controller.js';
import { OrdersController } from './http/orders.controller.js';
import { ProductsController } from './http/products.controller.js';
import { SimulatedPaymentProvider } from './payment/simulated-payment-provider.js';
import { DatabaseModule } from './persistence/database.module.js';
import { Database } from './persistence/database.js';
import { ExpiredRequestsCleaner } from './persistence/expired-requests-cleaner.js';
import { PrismaCatalogue } from './persistence/prisma-catalogue.js';
import { PrismaIdempotentRequests } from './persistence/prisma-idempotent-requests.js';
import { PrismaOrderQueries } from './persistence/prisma-order-queries.js';
import { PrismaOrders } from './persistence/prisma-orders.js';
import { SqlStock } from './persistence/sql-stock.js';
import { subscriptions } from './subscriptions.js';

/** Where ports meet adapters. */
@Module({})
export class OrderModule {
  static with(config: OrderConfig): DynamicModule {
    const database = DatabaseModule.with(config);
    const log = createLogger('order', config.logLevel);
    const broker = {
      servers: [...config.natsUrl],
      credentials: config.natsCreds,
      ca: config.natsCa,
      namespace: config.namespace,
    };
    const faults = new FaultSwitches(config.faults);
    const naive = new NaivePublish(faults, log, (signal) =>
      connectJetStream({ ...broker, name: 'order naive publish', log, signal }),
    );
    return {
      module: OrderModule,
      imports: [
        database,
        MessagingModule.forRootAsync({
          imports: [database],
          inject: [Database],
          useFactory: (database: Database) => ({
            service: 'order',
            ...broker,
            streams: streamLimits(config),
            roles: config.roles,
            pool: database.pool,
            directPool: database.direct,
            transaction: naive.afterCommitOf((work) => database.transaction(work)),
            subscriptions,
            faults,
            publishes: [OrderPlaced, OrderConfirmed, OrderRejected, OrderCancelled],
            log,
          }),
        }),
      ],
      controllers: [OrdersController, ProductsController, ImportsController, ...handlersOf(subscriptions)],
      providers: [
        PlaceOrder,
        CancelOrder,
        ImportOrders,
        AnswerOnce,
        ExpiredRequestsCleaner,
        { provide: IDEMPOTENCY_RETENTION_MS, useValue: config.idempotencyRetentionHours * 3_600_000 },
        { provide: NEXT_ORDER_ID, useValue: uuidv7 },
        PrismaOrders,
        {
          provide: Orders,
          inject: [PrismaOrders],
          useFactory: (orders: PrismaOrders) => new NaivelyPublishedOrders(orders, naive),
        },
        { provide: NaivePublish, useValue: naive },
        { provide: Stock, useClass: SqlStock },
        { provide: Catalogue, useClass: PrismaCatalogue },
        { provide: OrderQueries, useClass: PrismaOrderQueries },
        { provide: IdempotentRequests, useClass: PrismaIdempotentRequests },
        {
          provide: PaymentProvider,
          useFactory: () =>
            new DecliningPaymentProvider(
              new SimulatedPaymentProvider({
                declineOver: config.paymentDeclineOver,
                declineCustomers: config.paymentDeclineCustomers,
                delayMs: config.paymentDelayMs,
              }),
              faults,
            ),
        },
      ],
    };
  }
}

/** The service, whoever runs it: `main.ts` or a test. */
export const order: ServiceDefinition<OrderConfig> = {
  name: 'order',
  title: 'Waybill order',
  description: 'Takes orders, settles stock and payment, cancels; keeps the catalogue; imports.',
  module: (config) => OrderModule.with(config),
};
