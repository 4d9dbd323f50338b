import {
  PaymentProvider,
  type AuthorisationRequest,
  type Decision,
} from '../application/payment-provider.js';

type Position = 'held' | 'captured' | 'released' | 'refunded';

/** A payment provider that keeps what it was told, as a real one does, and decides what the test has set. */
export class RecordingProvider extends PaymentProvider {
  /** By customer; approved for any other. A function is called each time. */
  readonly decisions = new Map<string, () => Promise<Decision> | Decision>();
  readonly positions = new Map<string, Position>();

  async authorise({ orderId, customerId }: AuthorisationRequest): Promise<Decision> {
    const decision = (await this.decisions.get(customerId)?.()) ?? { outcome: 'approved' };
    if (decision.outcome === 'approved') this.positions.set(orderId, 'held');
    return decision;
  }

  capture(orderId: string): Promise<void> {
    return this.move(orderId, 'held', 'captured');
  }

  async release(orderId: string): Promise<void> {
    if (this.positions.has(orderId)) await this.move(orderId, 'held', 'released');
  }

  refund(orderId: string): Promise<void> {
    return this.move(orderId, 'captured', 'refunded');
  }

  private async move(orderId: string, from: Position, to: Position): Promise<void> {
    const position = this.positions.get(orderId);
    if (position !== from && position !== to) throw new Error(`${orderId} is ${position}, not ${from}`);
    this.positions.set(orderId, to);
  }
}
