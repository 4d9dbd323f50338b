import { Module, type DynamicModule } from '@nestjs/common';
import type { OpenPoolSettings } from './open-pool.js';
import { PgDatabase } from './pg-database.js';

/** A module of its own, because the messaging module and the service's own providers share the one pool. */
@Module({})
export class PgDatabaseModule {
  static with(
    settings: Required<Pick<OpenPoolSettings, 'requiredMigration'>> & OpenPoolSettings,
  ): DynamicModule {
    return {
      module: PgDatabaseModule,
      providers: [
        {
          provide: PgDatabase,
          useFactory: () => PgDatabase.open(settings),
        },
      ],
      exports: [PgDatabase],
    };
  }
}
