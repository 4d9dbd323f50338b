export { jsonRows, storable } from './json-rows.js';
export { DatabaseRefused } from './database-refused.js';
export { createDirectPool, openPool, type OpenPoolSettings, type PoolSettings } from './open-pool.js';
export { requireMigration } from './require-migration.js';
export { PgDatabaseModule } from './pg-database.module.js';
export { PgDatabase, TransactionNotCommitted } from './pg-database.js';
