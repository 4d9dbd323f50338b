export { jsonRows, storable } from './json-rows.js';
export { openPool, type PoolSettings } from './open-pool.js';
export { PgDatabaseModule } from './pg-database.module.js';
export { PgDatabase, TransactionNotCommitted } from './pg-database.js';
