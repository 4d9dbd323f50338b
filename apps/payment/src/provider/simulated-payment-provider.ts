import { setTimeout as delay } from 'node:timers/promises';
import {
  PaymentProvider,
  type AuthorisationRequest,
  type Decision,
} from '../application/payment-provider.js';
import { isMore } from '../domain/amount.js';

export interface PaymentRules {
  /** Declines amounts above this one, in any currency. Without it, there is no limit. */
  readonly declineOver?: string | undefined;
  /** Declines these customers; `name-*` matches all that begin with `name-`. */
  readonly declineCustomers: readonly string[];
  /** Is undecided about these customers at first, likewise. */
  readonly undecidedCustomers: readonly string[];
  /** And about this share of all orders, in percent. */
  readonly undecidedPercent: number;
  /** How long it stays undecided, counted from the request. */
  readonly undecidedMs: number;
  /** How long it takes to respond. */
  readonly delayMs: number;
}

/**
 * Simulates a payment provider. The outcome depends only on the request, the rules and the time since the request, so there
 * is nothing to hold: capturing, releasing and refunding always succeed.
 */
export class SimulatedPaymentProvider extends PaymentProvider {
  constructor(
    private readonly rules: PaymentRules,
    private readonly now: () => number = Date.now,
  ) {
    super();
  }

  async authorise(request: AuthorisationRequest, signal: AbortSignal): Promise<Decision> {
    const { customerId, amount } = request;
    const { declineOver, declineCustomers, delayMs } = this.rules;
    if (delayMs > 0) await delay(delayMs, undefined, { signal });
    if (this.isUndecided(request)) return { outcome: 'undecided' };
    if (matchesAny(customerId, declineCustomers))
      return { outcome: 'declined', detail: 'the card was declined' };
    if (declineOver !== undefined && isMore(amount, declineOver)) {
      return { outcome: 'declined', detail: `the amount is over the limit of ${declineOver}` };
    }
    return { outcome: 'approved' };
  }

  async capture(): Promise<void> {}

  async release(): Promise<void> {}

  async refund(): Promise<void> {}

  private isUndecided({ orderId, customerId, requestedAt }: AuthorisationRequest): boolean {
    const { undecidedCustomers, undecidedPercent, undecidedMs } = this.rules;
    // Either way: a request whose time lies far ahead was made by a clock that is wrong.
    if (Math.abs(this.now() - requestedAt.getTime()) >= undecidedMs) return false;
    return matchesAny(customerId, undecidedCustomers) || percentileOf(orderId) < undecidedPercent;
  }
}

function matchesAny(customerId: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? customerId.startsWith(pattern.slice(0, -1)) : customerId === pattern,
  );
}

/** 0 to 99, the same for an order each time: the last digits of a UUID are random. */
function percentileOf(orderId: string): number {
  return Number.parseInt(orderId.slice(-8), 16) % 100;
}
