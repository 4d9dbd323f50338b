export { jsonRows, storable } from './json-rows.js';
export { DatabaseRefused } from './database-refused.js';
export { createDirectPool, openPool, type OpenPoolSettings, type PoolSettings } from './open-pool.js';
export { newestMigration } from './newest-migration.js';
export { requireMigration } from './require-migration.js';
export { pg } from './pg.js';
export { PreparingClient } from './preparing-client.js';
export { PgDatabase, TransactionNotCommitted } from './pg-database.js';
