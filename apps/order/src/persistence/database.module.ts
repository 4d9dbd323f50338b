import { Module, type DynamicModule } from '@nestjs/common';
import type { OrderConfig } from '../config.js';
import { Database } from './database.js';
import { addDemoCatalogue } from './demo-catalogue.js';

/** On its own, because the messaging module and the service's own providers share the one pool. */
@Module({})
export class DatabaseModule {
  static with({ demoCatalogue, ...config }: OrderConfig): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Database,
          useFactory: async () => {
            const database = await Database.open({ ...config, name: 'order' });
            if (demoCatalogue) await addDemoCatalogue(database);
            return database;
          },
        },
      ],
      exports: [Database],
    };
  }
}
