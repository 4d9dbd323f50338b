import { HandlerTimedOut, ShutdownDeadline } from '../errors.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { asError } from '../thrown.js';

/** How long to wait for the rollback of a handler that was cut off. */
const ROLLBACK_MS = 1_000;

/** One statement may take this much longer than the handler, so that the handler's deadline passes first. */
const STATEMENT_GRACE_MS = 500;

/** How long one statement of a handler may take, for the database. */
export function statementLimitOf(timeoutMs: number): number {
  return timeoutMs + STATEMENT_GRACE_MS;
}

/** Which handler is called, and how long it may run. */
export interface Limit {
  readonly handler: string;
  readonly timeoutMs: number;
}

/** Calls a handler under its deadline. The signal is aborted when that, or a shutdown's, has passed. */
export type CallHandler = <T>(limit: Limit, handler: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Transactions in which handlers run, and which end no matter what the handler does.
 *
 *   handler ended in time .......... as any transaction: committed, or rolled back if it threw
 *   its deadline passed ............ signal aborted, `tx` ended, rolled back, `HandlerTimedOut`
 *   the shutdown's deadline passed . the same with `ShutdownDeadline`
 *
 * A handler that ignores its signal runs on, but nothing that it sends reaches the database. A statement of its that is
 * under way delays the rollback; the database ends that one (see `statementLimitOf`), and here it is
 * waited for no longer than a second.
 */
export class HandlerTransactions<Tx extends SqlTransaction> {
  readonly #cuts = new Set<(reason: Error) => void>();

  constructor(
    private readonly transactions: Transactions<Tx>,
    private readonly shutdown: AbortSignal,
  ) {
    const cutAll = () => {
      for (const cut of this.#cuts) cut(new ShutdownDeadline());
    };
    shutdown.addEventListener('abort', cutAll, { once: true });
  }

  /**
   * @param work gets the transaction, and a function that calls a handler in it: one, or one after another
   * @throws HandlerTimedOut, ShutdownDeadline, or what `work` or the database threw
   */
  run<T>(work: (tx: Tx, call: CallHandler) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let cutOff: Error | undefined;
      const onCut = (reason: Error) => {
        cutOff = reason;
        setTimeout(() => reject(reason), ROLLBACK_MS).unref();
      };
      const call: CallHandler = (limit, handler) => this.call(limit, handler, onCut);
      // The reason for the rollback says more than an error of the rollback itself.
      this.transactions
        .run((tx) => work(tx, call))
        .then(resolve, (error: unknown) => reject(cutOff ?? asError(error)));
    });
  }

  private call<T>(
    { handler: name, timeoutMs }: Limit,
    handler: (signal: AbortSignal) => Promise<T>,
    onCut: (reason: Error) => void,
  ): Promise<T> {
    if (this.shutdown.aborted) return Promise.reject(new ShutdownDeadline());
    return new Promise<T>((resolve, reject) => {
      const controller = new AbortController();
      const cut = (reason: Error) => {
        forget();
        // First the end of the transaction, then the handler's own clean-up.
        reject(reason);
        onCut(reason);
        controller.abort(reason);
      };
      const timer = setTimeout(() => cut(new HandlerTimedOut(name, timeoutMs)), timeoutMs);
      // A deadline does not keep the process alive.
      timer.unref();
      const forget = () => {
        clearTimeout(timer);
        this.#cuts.delete(cut);
      };
      this.#cuts.add(cut);
      const running = (async () => handler(controller.signal))();
      running.finally(forget).then(resolve, reject);
    });
  }
}
