import { setTimeout as delay } from 'node:timers/promises';
import {
  PaymentProvider,
  type PaymentOutcome,
  type PaymentRequest,
} from '../application/payment-provider.js';
import { parseAmount } from '../domain/money.js';

export interface PaymentRules {
  /** Declines amounts above this one, in any currency. Without it, there is no limit. */
  readonly declineOver?: string;
  /** Declines these customers; `name-*` matches all that begin with `name-`. */
  readonly declineCustomers: readonly string[];
  /** How long it takes to respond. */
  readonly delayMs: number;
}

/**
 * Simulates a payment provider. The outcome depends only on the request and the rules, so a repeated call has the same
 * outcome and there is nothing to hold or release.
 */
export class SimulatedPaymentProvider extends PaymentProvider {
  constructor(private readonly rules: PaymentRules) {
    super();
  }

  async authorise({ customerId, amount }: PaymentRequest, signal: AbortSignal): Promise<PaymentOutcome> {
    const { declineOver, declineCustomers, delayMs } = this.rules;
    if (delayMs > 0) await delay(delayMs, undefined, { signal });
    if (declineCustomers.some((pattern) => matches(customerId, pattern))) {
      return { approved: false, reason: 'the card was declined' };
    }
    if (declineOver !== undefined && parseAmount(amount) > parseAmount(declineOver)) {
      return { approved: false, reason: `the amount is over the limit of ${declineOver}` };
    }
    return { approved: true };
  }

  async release(): Promise<void> {}
}

function matches(customerId: string, pattern: string): boolean {
  return pattern.endsWith('*') ? customerId.startsWith(pattern.slice(0, -1)) : customerId === pattern;
}
