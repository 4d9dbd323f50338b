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

/** Who authorises payments: outside of our transaction, so each call may come again. */
export abstract class PaymentProvider {
  /**
   * Asks whether the customer is good for the amount. Idempotent by order: asked again, it answers the same
   * and holds the amount once.
   *
   * @throws where there is no answer; the order stays as it is and is tried again
   */
  abstract authorise(request: PaymentRequest, signal: AbortSignal): Promise<PaymentOutcome>;

  /** Lets go of an authorised amount. Does nothing where none is held. */
  abstract release(orderId: string, signal: AbortSignal): Promise<void>;
}
