import { Module, type DynamicModule } from '@nestjs/common';
import { CartUpdated, ProductSearched, ProductViewed } from '@waybill/contracts';
import { FaultSwitches } from '@waybill/messaging';
import { handlersOf, MessagingModule } from '@waybill/messaging/nest';
import { streamLimits, type ServiceDefinition } from '@waybill/service';
import { PgDatabase, PgDatabaseModule } from '@waybill/service/postgres';
import { createLogger } from '@waybill/telemetry';
import { CollectBehavior } from './application/collect-behavior.use-case.js';
import { Figures } from './application/figures.js';
import { FunnelProjection } from './application/funnel-projection.js';
import { LiveFigures, MAX_LISTENERS } from './application/live-figures.js';
import { SalesProjection } from './application/sales-projection.js';
import type { AnalyticsConfig } from './config.js';
import { BehaviorController } from './http/behavior.controller.js';
import { CustomersController } from './http/customers.controller.js';
import { FunnelController } from './http/funnel.controller.js';
import { LiveController } from './http/live.controller.js';
import { ProductsController } from './http/products.controller.js';
import { SalesController } from './http/sales.controller.js';
import { PgFigures } from './persistence/pg-figures.js';
import { PgFunnelProjection } from './persistence/pg-funnel-projection.js';
import { PgSalesProjection } from './persistence/pg-sales-projection.js';
import { REQUIRED_MIGRATION } from './persistence/required-migration.js';
import { subscriptions } from './subscriptions.js';

/** Where ports meet adapters. */
@Module({})
export class AnalyticsModule {
  static with(config: AnalyticsConfig): DynamicModule {
    const database = PgDatabaseModule.with({
      ...config,
      name: 'analytics',
      requiredMigration: REQUIRED_MIGRATION,
    });
    return {
      module: AnalyticsModule,
      imports: [
        database,
        MessagingModule.forRootAsync({
          imports: [database],
          inject: [PgDatabase],
          useFactory: (database: PgDatabase) => ({
            service: 'analytics',
            servers: config.natsUrl,
            credentials: config.natsCreds,
            ca: config.natsCa,
            namespace: config.namespace,
            streams: streamLimits(config),
            roles: config.roles,
            pool: database.pool,
            directPool: database.direct,
            transaction: (work) => database.transaction(work),
            subscriptions,
            faults: new FaultSwitches(config.faults),
            log: createLogger('analytics', config.logLevel),
            publishes: [ProductViewed, ProductSearched, CartUpdated],
            direct: [ProductViewed, ProductSearched, CartUpdated],
          }),
        }),
      ],
      controllers: [
        BehaviorController,
        SalesController,
        ProductsController,
        FunnelController,
        CustomersController,
        LiveController,
        ...handlersOf(subscriptions),
      ],
      providers: [
        CollectBehavior,
        LiveFigures,
        { provide: MAX_LISTENERS, useValue: config.liveClients },
        { provide: Figures, useClass: PgFigures },
        { provide: SalesProjection, useClass: PgSalesProjection },
        { provide: FunnelProjection, useClass: PgFunnelProjection },
      ],
    };
  }
}

/** The service, whoever runs it: `main.ts` or a test. */
export const analytics: ServiceDefinition<AnalyticsConfig> = {
  name: 'analytics',
  title: 'Waybill analytics',
  description: 'Collects what shoppers do; answers with figures, live and over time.',
  module: (config) => AnalyticsModule.with(config),
};
