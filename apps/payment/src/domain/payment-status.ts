/**
 * ```
 *             ┌──► declined
 * requested ──┼──► authorised ──┬──► captured ───► refunded
 *             │                 └──► released ◄─┐
 *             └──► cancelled ───────────────────┘
 * ```
 * `requested` is undecided. `cancelled` is the end for a payment that was never authorised; if the provider authorises it
 * all the same, the amount is released.
 */
export type PaymentStatus =
  'requested' | 'authorised' | 'declined' | 'captured' | 'released' | 'refunded' | 'cancelled';

export const PAYMENT_STATUSES = [
  'requested',
  'authorised',
  'declined',
  'captured',
  'released',
  'refunded',
  'cancelled',
] as const satisfies readonly PaymentStatus[];

/** What moves the whole amount of a payment: each at most once. */
export type Movement = Extract<PaymentStatus, 'authorised' | 'captured' | 'released' | 'refunded'>;
