import { DATABASE, type DatabaseChoice } from '../database.js';
import { newestMigration } from './newest-migration.js';
import { PgDatabase } from './pg-database.js';

/**
 * The service's database through `pg` alone, for services with statements on sets of rows or with a small footprint
 * (ADR 8). Its providers inject `PgDatabase`; handlers get a `pg` client as `tx`.
 */
export function pg(): DatabaseChoice {
  return {
    module: (settings) => ({
      module: PgModule,
      global: true,
      providers: [
        {
          provide: PgDatabase,
          useFactory: () =>
            PgDatabase.open({ ...settings, requiredMigration: newestMigration(settings.name) }),
        },
        { provide: DATABASE, useExisting: PgDatabase },
      ],
      exports: [PgDatabase, DATABASE],
    }),
  };
}

class PgModule {}
