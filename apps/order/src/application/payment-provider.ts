export interface PaymentRequest {
  readonly orderId: string;
  readonly customerId: string;
  /** Exact decimal. */
  readonly amount: string;
  readonly currency: string;
}

export type PaymentOutcome =
  | { readonly approved: true }
  | {
      readonly approved: false;
      /** For the customer. */
      readonly reason: string;
    };

/** Authorises payments. It is not part of our transaction, so each call may be repeated. */
export abstract class PaymentProvider {
  /**
   * Authorises the amount. Idempotent by order: a repeated call returns the same outcome and holds the amount once.
   *
   * @throws if there is no response; the order stays as it is and is retried
   */
  abstract authorise(request: PaymentRequest, signal: AbortSignal): Promise<PaymentOutcome>;

  /** Releases an authorised amount. Does nothing if none is held. */
  abstract release(orderId: string, signal: AbortSignal): Promise<void>;
}
