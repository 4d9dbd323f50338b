import type { Prisma } from './generated/client.js';

/** A transaction of this service's database: Prisma's typed API, and `execute(tx, sql, …)` for locks and set operations. */
export type Tx = Prisma.TransactionClient;
