import type { DeliveryCounters } from '@waybill/console-api';

interface CountedDeliveries extends Pick<DeliveryCounters, 'way' | 'committed' | 'delivered' | 'doubled'> {
  /** Of the committed ones, those older than the grace. */
  committedBefore: number;
  /** Something may still deliver: the broker is down or just back, or rows or messages wait. */
  mayStillCome: boolean;
}

/**
 * Lost is only what cannot be delivered any more: its commit is older than the grace, and nothing that could deliver it
 * is waiting. Everything else that has not arrived is under way, so `committed = delivered + underWay + lost`. A loss
 * may be reported late, never wrongly.
 */
export function countDeliveries(counted: CountedDeliveries): DeliveryCounters {
  const { way, committed, doubled, mayStillCome } = counted;
  const delivered = Math.min(counted.delivered, committed);
  const lost = mayStillCome ? 0 : Math.max(0, counted.committedBefore - delivered);
  return { way, committed, delivered, underWay: committed - delivered - lost, lost, doubled };
}
