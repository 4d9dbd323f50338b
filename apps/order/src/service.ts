import {
  OrderCancelled,
  OrderConfirmed,
  OrderCustomerErased,
  OrderPaymentOverdue,
  OrderPaymentRequested,
  OrderPlaced,
  OrderRecipientNamed,
  OrderRejected,
} from '@waybill/contracts';
import { TransactionRunner } from '@waybill/messaging';
import { defineService } from '@waybill/service';
import { prisma } from '@waybill/service/prisma';
import { CancelOrder } from './application/cancel-order.use-case.js';
import { EraseCustomer } from './application/erase-customer.js';
import { ImportOrders } from './application/import-orders.use-case.js';
import { IDEMPOTENCY_RETENTION_MS, Idempotency } from './application/idempotency.js';
import { PlaceOrder } from './application/place-order.use-case.js';
import { PAYMENT_TIMEOUT_MS } from './application/reserve-stock-when-order-placed.handler.js';
import { SettlementMetrics } from './settlement-metrics.js';
import { ImportsController } from './http/imports.controller.js';
import { OrdersController } from './http/orders.controller.js';
import { ProductsController } from './http/products.controller.js';
import { NaivePublishModule } from './naive-publish/naive-publish.module.js';
import { Catalogue } from './persistence/catalogue.js';
import { DemoCatalogue } from './persistence/demo-catalogue.js';
import { ExpiredRequestsCleaner } from './persistence/expired-requests-cleaner.js';
import { PrismaClient } from './persistence/generated/client.js';
import { IdempotentRequests } from './persistence/idempotent-requests.js';
import { ImportedOrders } from './persistence/imported-orders.js';
import { OrderQueries } from './persistence/order-queries.js';
import { Orders } from './persistence/orders.js';
import { Recipients } from './persistence/recipients.js';
import { Stock } from './persistence/stock.js';
import { settings } from './settings.js';
import { subscriptions } from './subscriptions.js';

export const order = defineService({
  name: 'order',
  title: 'Waybill order',
  description: 'Places, settles, cancels and imports orders; manages the catalogue and stock.',
  settings,
  database: prisma(PrismaClient),
  subscriptions,
  publishes: [
    OrderPlaced,
    OrderRecipientNamed,
    OrderPaymentRequested,
    OrderPaymentOverdue,
    OrderConfirmed,
    OrderRejected,
    OrderCancelled,
    OrderCustomerErased,
  ],
  eraser: EraseCustomer,
  controllers: [OrdersController, ProductsController, ImportsController],
  providers: (config) => [
    PlaceOrder,
    CancelOrder,
    ImportOrders,
    ImportedOrders,
    Idempotency,
    { provide: IDEMPOTENCY_RETENTION_MS, useValue: config.idempotencyRetentionHours * 3_600_000 },
    { provide: PAYMENT_TIMEOUT_MS, useValue: config.paymentTimeoutMs },
    Orders,
    Recipients,
    OrderQueries,
    {
      provide: SettlementMetrics,
      inject: [TransactionRunner],
      useFactory: (transactions: TransactionRunner) => new SettlementMetrics(transactions),
    },
    Stock,
    Catalogue,
    IdempotentRequests,
    ExpiredRequestsCleaner,
    ...(config.demoCatalogue ? [DemoCatalogue] : []),
  ],
  imports: (config) => [NaivePublishModule.with(config)],
});
