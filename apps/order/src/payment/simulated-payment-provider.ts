import { setTimeout as delay } from 'node:timers/promises';
import {
  PaymentProvider,
  type PaymentOutcome,
  type PaymentRequest,
} from '../application/payment-provider.js';
import { parseAmount } from '../domain/money.js';

export interface PaymentRules {
  /** Declines amounts above this one, whatever the currency; without it, no amount is too much. */
  readonly declineOver?: string;
  /** Declines these customers; `name-*` stands for all that begin with `name-`. */
  readonly declineCustomers: readonly string[];
  /** How long it takes to answer. */
  readonly delayMs: number;
}

/**
 * Stands in for a payment provider. Its answer follows from the request and the rules alone, so asking again
 * gives the same answer and there is nothing to hold or to let go.
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
