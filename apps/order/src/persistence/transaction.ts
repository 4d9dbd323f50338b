import type { Prisma } from './generated/client.js';

/** A transaction of this service's database: Prisma's typed API, and `execute(tx, sql, …)` where SQL locks or works on sets. */
export type Tx = Prisma.TransactionClient;
