import { Module, type DynamicModule } from '@nestjs/common';
import { HealthChecks } from '@waybill/service';
import type { OrderConfig } from '../config.js';
import { Database } from './database.js';
import { addDemoCatalogue } from './demo-catalogue.js';

/** On its own, because the messaging module and the service's own providers share the one pool. */
@Module({})
export class DatabaseModule {
  static with({ databaseUrl, databasePool, demoCatalogue }: OrderConfig): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Database,
          inject: [HealthChecks],
          useFactory: async (health: HealthChecks) => {
            const database = await Database.open({ databaseUrl, databasePool, name: 'order' });
            if (demoCatalogue) await addDemoCatalogue(database);
            health.add('database', () => database.pool.query('SELECT 1'));
            return database;
          },
        },
      ],
      exports: [Database],
    };
  }
}
