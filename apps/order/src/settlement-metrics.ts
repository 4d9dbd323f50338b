import { metrics } from '@opentelemetry/api';
import { OrderCancelled, OrderConfirmed, OrderPlaced, OrderRejected } from '@waybill/contracts';
import type { TransactionRunner } from '@waybill/messaging';
import type { AppendedEvent } from '@waybill/messaging/operations';

/** Seconds. The service level objective in tools/alerts counts up to one of them. */
const SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

const OUTCOMES = new Map([
  [OrderConfirmed.type, 'confirmed'],
  [OrderRejected.type, 'rejected'],
  [OrderCancelled.type, 'cancelled'],
]);

/** Counts accepted orders, and times how long each took until it was settled, once that is committed. */
export class SettlementMetrics {
  readonly #accepted;
  readonly #settlement;

  constructor(
    transactions: Pick<TransactionRunner, 'onCommitted'>,
    private readonly now: () => number = Date.now,
  ) {
    const meter = metrics.getMeter('order');
    this.#accepted = meter.createCounter('waybill.order.accepted', {
      description: 'Orders that were accepted, at checkout or by import',
      unit: '{order}',
    });
    this.#settlement = meter.createHistogram('waybill.order.settlement.duration', {
      description: 'From the acceptance of an order until it was confirmed, rejected or cancelled',
      unit: 's',
      advice: { explicitBucketBoundaries: SECONDS },
    });
    this.#accepted.add(0);
    transactions.onCommitted((events) => events.forEach((event) => this.#count(event)));
  }

  #count(event: Pick<AppendedEvent, 'contract' | 'key' | 'body'>): void {
    const { type } = event.contract;
    if (type === OrderPlaced.type) this.#accepted.add(1);
    const outcome = OUTCOMES.get(type);
    // Settled when it was confirmed; this is the customer's second thought.
    if (outcome === undefined || wasConfirmed(event)) return;
    const seconds = Math.max(0, this.now() - acceptedAt(event.key)) / 1_000;
    this.#settlement.record(seconds, { 'waybill.order.outcome': outcome });
  }
}

/** An order's id is a UUIDv7, which begins with the time; `placedAt` of an imported order is in the past. */
function acceptedAt(orderId: string): number {
  return Number.parseInt(orderId.replaceAll('-', '').slice(0, 12), 16);
}

function wasConfirmed({ contract, body }: Pick<AppendedEvent, 'contract' | 'body'>): boolean {
  if (contract.type !== OrderCancelled.type) return false;
  return (JSON.parse(body) as { previousStatus?: string }).previousStatus === 'confirmed';
}
