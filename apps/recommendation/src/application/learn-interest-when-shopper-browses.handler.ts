import { Injectable } from '@nestjs/common';
import type { CartUpdated, ProductViewed } from '@waybill/contracts';
import type { BatchHandler, DataOf, DeliveryContext, EventContract, EventMessage } from '@waybill/messaging';
import { eventTime } from '../domain/event-time.js';
import { sessionHeatAt } from '../domain/popularity.js';
import { extendSession, type Touch } from '../domain/session-basket.js';
import { Baskets, type SessionExtension, type SessionVisit } from '../persistence/baskets.js';

type Browsing = DataOf<typeof ProductViewed | typeof CartUpdated>;

interface Visit extends SessionVisit {
  touches: (Omit<Touch, 'product'> & { productId: string })[];
}

/**
 * The products of a session are a basket of small weight, and interests of the customer once they are known. Sets only
 * grow here, so batches may be handled in any order.
 */
@Injectable()
export class LearnInterestWhenShopperBrowses implements BatchHandler<EventContract<Browsing>> {
  constructor(private readonly baskets: Baskets) {}

  async handle(events: EventMessage<Browsing>[], { tx }: DeliveryContext): Promise<void> {
    const visits = visitsOf(events);
    const numbers = await this.baskets.numbersOf(tx, [...new Set(events.map(({ data }) => data.productId))]);
    const extensions: SessionExtension[] = [];
    for (const { sessionId, basket, ...before } of await this.baskets.openSessions(tx, [
      ...visits.values(),
    ])) {
      const touches = visits.get(sessionId)!.touches.map(({ productId, at, carted }) => ({
        product: numbers.get(productId)!,
        at,
        carted,
      }));
      const { basket: after, added, changed } = extendSession(before, touches);
      if (!changed) continue;
      extensions.push({
        ...after,
        basket,
        added: added.map(({ product, at }) => ({ product, at, heat: sessionHeatAt(at) })),
      });
    }
    if (extensions.length > 0) await this.baskets.extendSessions(tx, extensions);
  }
}

function visitsOf(events: readonly EventMessage<Browsing>[]): Map<string, Visit> {
  const visits = new Map<string, Visit>();
  for (const { data, time } of events) {
    const at = eventTime(data.occurredAt, time);
    const visit: Visit = visits.get(data.sessionId) ?? { sessionId: data.sessionId, at, touches: [] };
    visit.at = Math.max(visit.at, at);
    visit.customerId ??= data.customerId;
    visit.touches.push({ productId: data.productId, at, carted: 'quantity' in data && data.quantity > 0 });
    visits.set(data.sessionId, visit);
  }
  return visits;
}
