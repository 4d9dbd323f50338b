import { Module, type DynamicModule } from '@nestjs/common';
import { HealthChecks } from '../health/health-checks.js';
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
          inject: [HealthChecks],
          useFactory: async (health: HealthChecks) => {
            const database = await PgDatabase.open(settings);
            health.add('database', () => database.pool.query('SELECT 1'));
            return database;
          },
        },
      ],
      exports: [PgDatabase],
    };
  }
}
