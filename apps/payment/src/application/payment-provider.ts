import type { PaymentFacts } from '@waybill/contracts';

export interface AuthorisationRequest extends PaymentFacts {
  /** When the payment was first requested, the same each time that it is asked for. */
  readonly requestedAt: Date;
}

export type Decision =
  | { readonly outcome: 'approved' }
  /** Not known yet: ask again later. */
  | { readonly outcome: 'undecided' }
  | {
      readonly outcome: 'declined';
      /** For people. */
      readonly detail: string;
    };

/** Moves money. It is no part of our transaction, so each call may be repeated: all are idempotent by order. */
export abstract class PaymentProvider {
  /**
   * Holds the amount. A repeated call holds it once, and returns the outcome once it is decided.
   *
   * @throws if there is no response; the handler is retried
   */
  abstract authorise(request: AuthorisationRequest, signal: AbortSignal): Promise<Decision>;

  /** Takes the amount that is held. */
  abstract capture(orderId: string, signal: AbortSignal): Promise<void>;

  /** Holds the amount no longer. Does nothing if none is held. */
  abstract release(orderId: string, signal: AbortSignal): Promise<void>;

  /** Pays the captured amount back. */
  abstract refund(orderId: string, signal: AbortSignal): Promise<void>;
}
