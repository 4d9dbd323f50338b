import type { Evidence } from '../evidence/evidence.ts';
import { acceptedOrders } from './accepted-orders.ts';
import type { Check, Violation } from './check.ts';
import { deadLetters } from './dead-letters.ts';
import { eventsOfOrders } from './events-of-orders.ts';
import { figures } from './figures.ts';
import { handledOnce } from './handled-once.ts';
import { keyOrder } from './key-order.ts';
import { money } from './money.ts';
import { nothingLeft } from './nothing-left.ts';
import { stock } from './stock.ts';
import { unanswered } from './unanswered.ts';

export const checks: readonly Check[] = [
  unanswered,
  acceptedOrders,
  eventsOfOrders,
  handledOnce,
  keyOrder,
  figures,
  stock,
  money,
  deadLetters,
  nothingLeft,
];

export type CheckedViolation = Violation & { readonly check: string };

export function runChecks(evidence: Evidence): CheckedViolation[] {
  return checks.flatMap(({ name, find }) => find(evidence).map((each) => ({ ...each, check: name })));
}
