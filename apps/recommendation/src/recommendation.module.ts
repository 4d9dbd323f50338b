import { Module, type DynamicModule } from '@nestjs/common';
import { FaultSwitches } from '@waybill/messaging';
import { handlersOf, MessagingModule } from '@waybill/messaging/nest';
import { streamLimits, type ServiceDefinition } from '@waybill/service';
import { PgDatabase, PgDatabaseModule } from '@waybill/service/postgres';
import { createLogger } from '@waybill/telemetry';
import { BasketQueries } from './application/basket-queries.js';
import { Baskets } from './application/baskets.js';
import { FindSimilarProducts } from './application/find-similar-products.use-case.js';
import { RecommendProducts } from './application/recommend-products.use-case.js';
import type { RecommendationConfig } from './config.js';
import { ProductsController } from './http/products.controller.js';
import { RecommendationsController } from './http/recommendations.controller.js';
import { PgBasketQueries } from './persistence/pg-basket-queries.js';
import { PgBaskets } from './persistence/pg-baskets.js';
import { REQUIRED_MIGRATION } from './persistence/required-migration.js';
import { subscriptions } from './subscriptions.js';

/** Where ports meet adapters. */
@Module({})
export class RecommendationModule {
  static with(config: RecommendationConfig): DynamicModule {
    const database = PgDatabaseModule.with({
      ...config,
      name: 'recommendation',
      requiredMigration: REQUIRED_MIGRATION,
    });
    return {
      module: RecommendationModule,
      imports: [
        database,
        MessagingModule.forRootAsync({
          imports: [database],
          inject: [PgDatabase],
          useFactory: (database: PgDatabase) => ({
            service: 'recommendation',
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
            log: createLogger('recommendation', config.logLevel),
            publishes: [],
          }),
        }),
      ],
      controllers: [RecommendationsController, ProductsController, ...handlersOf(subscriptions)],
      providers: [
        RecommendProducts,
        FindSimilarProducts,
        { provide: Baskets, useClass: PgBaskets },
        { provide: BasketQueries, useClass: PgBasketQueries },
      ],
    };
  }
}

/** The service, whoever runs it: `main.ts` or a test. */
export const recommendation: ServiceDefinition<RecommendationConfig> = {
  name: 'recommendation',
  title: 'Waybill recommendation',
  description: 'Learns from orders and browsing what goes together; answers with what a customer may like.',
  module: (config) => RecommendationModule.with(config),
};
