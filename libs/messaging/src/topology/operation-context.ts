import type { Log } from '../log.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { StreamTransport } from '../transport/stream-transport.js';

/** What an operator's change of a consumer works with. */
export interface OperationContext {
  transport: Pick<StreamTransport, 'reader' | 'admin'>;
  /** A transaction of the service's database whose statements may take longer than a handler's. */
  transaction: <T>(work: (tx: SqlTransaction) => Promise<T>) => Promise<T>;
  /** The metadata of a consumer's durables. */
  owner: (consumer: string) => Record<string, string>;
  /** Who asks for it, as the request says. */
  by: string | undefined;
  log: Log;
}
