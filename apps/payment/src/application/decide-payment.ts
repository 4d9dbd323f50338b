import { Injectable } from '@nestjs/common';
import {
  PaymentAuthorised,
  PaymentDeclined,
  PaymentReleased,
  PaymentUndecided,
  type PaymentFacts,
} from '@waybill/contracts';
import { Outbox, type Lane, type SqlTransaction } from '@waybill/messaging';
import { Payments } from '../persistence/payments.js';
import { PaymentProvider, type AuthorisationRequest } from './payment-provider.js';

/** How long until the provider is asked again: doubled each time, up to the longest. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

interface Asking {
  /** How often the provider was asked, this time included. */
  readonly asked: number;
  readonly lane: Lane;
  readonly signal: AbortSignal;
  /** The order was cancelled: nobody waits for the outcome. */
  readonly cancelled?: boolean;
}

/** What follows from the provider's decision. The caller has locked the payment, which is undecided. */
@Injectable()
export class DecidePayment {
  constructor(
    private readonly payments: Payments,
    private readonly provider: PaymentProvider,
    private readonly outbox: Outbox,
  ) {}

  async decide(tx: SqlTransaction, request: AuthorisationRequest, asking: Asking): Promise<void> {
    const { asked, lane, signal, cancelled = false } = asking;
    const { requestedAt, ...facts } = request;
    const decision = await this.provider.authorise(request, signal);
    if (decision.outcome === 'undecided') {
      const delay = Math.min(FIRST_WAIT_MS * 2 ** (asked - 1), LONGEST_WAIT_MS);
      const event = { ...facts, requestedAt: requestedAt.toISOString(), asked };
      await this.outbox.publish(tx, PaymentUndecided, event, { lane, delay });
    } else if (decision.outcome === 'approved') {
      await (cancelled ? this.releaseLate(tx, facts, lane, signal) : this.authorise(tx, facts, lane));
    } else if (!cancelled) {
      await this.decline(tx, facts, decision.detail, lane);
    }
  }

  async decline(tx: SqlTransaction, payment: PaymentFacts, detail: string, lane: Lane): Promise<void> {
    const at = await this.payments.decline(tx, payment.orderId, detail);
    await this.outbox.publish(tx, PaymentDeclined, { ...payment, detail, declinedAt: at }, { lane });
  }

  private async authorise(tx: SqlTransaction, payment: PaymentFacts, lane: Lane): Promise<void> {
    const at = await this.payments.move(tx, payment.orderId, 'authorised');
    await this.outbox.publish(tx, PaymentAuthorised, { ...payment, authorisedAt: at }, { lane });
  }

  private async releaseLate(
    tx: SqlTransaction,
    payment: PaymentFacts,
    lane: Lane,
    signal: AbortSignal,
  ): Promise<void> {
    await this.provider.release(payment.orderId, signal);
    await this.payments.move(tx, payment.orderId, 'authorised');
    const at = await this.payments.move(tx, payment.orderId, 'released');
    await this.outbox.publish(tx, PaymentReleased, { ...payment, releasedAt: at }, { lane });
  }
}
