import type { DeliveryCounters } from '@waybill/console-api';

export interface CountedDeliveries {
  way: DeliveryCounters['way'];
  /** Orders whose transaction committed while it counted. */
  committed: number;
  /** Of these, committed longer ago than the grace. */
  committedBefore: number;
  /** Of these, those whose event took effect. */
  delivered: number;
  doubled: number;
  /** Something that could still deliver is not at rest: broker away or just back, rows or messages waiting. */
  mayStillCome: boolean;
}

/**
 * Lost is only what nothing can deliver any more: its commit is older than the grace, and whatever could bring it is
 * at rest. Everything else that has not arrived is under way. So `committed = delivered + underWay + lost`, and
 * "lost" may be told late and is never told wrongly.
 */
export function countDeliveries(counted: CountedDeliveries): DeliveryCounters {
  const { way, committed, doubled, mayStillCome } = counted;
  const delivered = Math.min(counted.delivered, committed);
  const lost = mayStillCome ? 0 : Math.max(0, counted.committedBefore - delivered);
  return { way, committed, delivered, underWay: committed - delivered - lost, lost, doubled };
}
