import { TransactionEnded } from '../errors.js';

/** Is called with each refusal: the code that issued the statement often no longer waits for its result. */
export type OnRefused = (refusal: TransactionEnded) => void;

/** By this name a `tx` that was handed out gives its handle. A map of them all would cost more than all the rest. */
const HANDLE = Symbol('waybill-transaction-handle');

/**
 * Runs `work` with a handle of the transaction that is ended once `work` has ended, in any way: from then on
 * every call through it rejects with `TransactionEnded` and reaches neither connection nor database. A pooled `pg`
 * client would otherwise run it in the next transaction that it serves, and report success.
 *
 * A `tx` that is such a handle already is used as it is, so that a database class and `TransactionRunner` may both call this.
 */
export async function whileOpen<Tx extends object, T>(
  tx: Tx,
  work: (tx: Tx) => Promise<T>,
  onRefused?: OnRefused,
): Promise<T> {
  const handle = handleOf(tx) ?? new TransactionHandle(tx);
  if (onRefused) handle.onRefused = onRefused;
  try {
    return await work(handle.tx);
  } finally {
    handle.end();
  }
}

/** The rejection that a call through this `tx` would get, or undefined while it is open. */
export function refusalOf(tx: object): Promise<never> | undefined {
  const handle = handleOf(tx);
  return handle?.ended ? handle.refuse() : undefined;
}

function handleOf<Tx extends object>(tx: Tx): TransactionHandle<Tx> | undefined {
  return (tx as { [HANDLE]?: TransactionHandle<Tx> })[HANDLE];
}

/** Looks like the transaction itself: Prisma's models and the methods of a `pg` client work through it. */
class TransactionHandle<Tx extends object> {
  readonly tx: Tx;
  onRefused: OnRefused = () => undefined;
  ended = false;

  constructor(tx: Tx) {
    this.tx = this.#guard(tx);
  }

  end(): void {
    this.ended = true;
  }

  refuse(): Promise<never> {
    const refusal = new TransactionEnded(
      'the transaction has ended and accepts no more statements: await everything inside its callback, ' +
        'and keep no reference to tx beyond it',
    );
    this.onRefused(refusal);
    const rejection = Promise.reject<never>(refusal);
    // An unhandled rejection ends the process, and code that comes this late often does not handle it.
    rejection.catch(() => undefined);
    return rejection;
  }

  #guard<Part extends object>(part: Part): Part {
    return new Proxy(part, {
      get: (target, name) => {
        if (name === HANDLE) return this;
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value === 'function') {
          return (...args: unknown[]): unknown =>
            this.ended ? this.refuse() : Reflect.apply(value, target, args);
        }
        // Prisma's `tx.order`, which has the methods.
        return typeof value === 'object' && value !== null ? this.#guard(value) : value;
      },
    });
  }
}
