import { CartUpdated, ProductSearched, ProductViewed } from '@waybill/contracts';
import { defineService } from '@waybill/service';
import { pg } from '@waybill/service/postgres';
import { CollectBehavior } from './application/collect-behavior.use-case.js';
import { LiveFigures, MAX_LISTENERS } from './application/live-figures.js';
import { BehaviorController } from './http/behavior.controller.js';
import { CustomersController } from './http/customers.controller.js';
import { FunnelController } from './http/funnel.controller.js';
import { LiveController } from './http/live.controller.js';
import { ProductsController } from './http/products.controller.js';
import { SalesController } from './http/sales.controller.js';
import { Customers } from './persistence/customers.js';
import { Figures } from './persistence/figures.js';
import { FunnelProjection } from './persistence/funnel-projection.js';
import { SalesProjection } from './persistence/sales-projection.js';
import { settings } from './settings.js';
import { subscriptions } from './subscriptions.js';

const published = [ProductViewed, ProductSearched, CartUpdated];

export const analytics = defineService({
  name: 'analytics',
  title: 'Waybill analytics',
  description: 'Collects shopper behavior, and reports sales and funnels, live and over time.',
  settings,
  database: pg(),
  subscriptions,
  publishes: published,
  publishesDirectly: published,
  controllers: [
    BehaviorController,
    SalesController,
    ProductsController,
    FunnelController,
    CustomersController,
    LiveController,
  ],
  providers: ({ liveClients }) => [
    CollectBehavior,
    LiveFigures,
    { provide: MAX_LISTENERS, useValue: liveClients },
    Figures,
    SalesProjection,
    FunnelProjection,
    Customers,
  ],
});
