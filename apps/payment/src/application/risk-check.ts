import { Inject, Injectable } from '@nestjs/common';
import type { PaymentFacts } from '@waybill/contracts';
import type { SqlTransaction } from '@waybill/messaging';
import { isMore } from '../domain/amount.js';
import { Payments } from '../persistence/payments.js';

/** The most that one customer may have requested and not got back within 24 hours, in any one currency; or undefined. */
export const RISK_LIMIT = Symbol('risk-limit');

/** Declines what would take a customer over the limit, before the provider is asked. */
@Injectable()
export class RiskCheck {
  constructor(
    private readonly payments: Payments,
    @Inject(RISK_LIMIT) private readonly limit: string | undefined,
  ) {}

  /** Why the payment is declined, for people; undefined if it is not. The payment is stored already. */
  async objectionTo(tx: SqlTransaction, { customerId, currency }: PaymentFacts): Promise<string | undefined> {
    if (this.limit === undefined) return undefined;
    const exposure = await this.payments.lockExposure(tx, customerId, currency);
    return isMore(exposure, this.limit)
      ? `the customer's payments of 24 hours are over the limit of ${this.limit}`
      : undefined;
  }
}
