import type { SqlTransaction } from '@waybill/messaging';
import type { Prisma } from './generated/client.js';

/**
 * The transaction as Prisma's typed API. Use cases and handlers hand on a `SqlTransaction`, which names no
 * client; this service opens each of them with `Database.transaction`, and here is where that is relied on.
 */
export function typed(tx: SqlTransaction): Prisma.TransactionClient {
  if ('$queryRawUnsafe' in tx) return tx as Prisma.TransactionClient;
  throw new TypeError('this transaction was not opened by Prisma: open it with Database.transaction');
}
