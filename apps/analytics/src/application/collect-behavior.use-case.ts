import { Injectable } from '@nestjs/common';
import { CartUpdated, ProductSearched, ProductViewed } from '@waybill/contracts';
import { DirectPublisher, PublishRefused, type DirectItem } from '@waybill/messaging';
import { EventsNotStored } from '../errors.js';

interface Act {
  /** The caller's id for it: sent again under the same one, it counts once. */
  eventId?: string;
  sessionId: string;
  customerId?: string;
  /** ISO 8601 in UTC; the time of collection where the caller gives none. */
  occurredAt?: string;
}

/** What a shopper did, as a shop's page reports it. */
export type ShopperAct = Act &
  (
    | { type: 'product-viewed'; productId: string }
    | { type: 'product-searched'; query: string }
    | { type: 'cart-updated'; productId: string; quantity: number }
  );

/**
 * Takes shoppers' acts in, straight to the broker: they stand for themselves and change no database, so
 * the outbox would only make them slow. Resolves once every one is stored.
 */
@Injectable()
export class CollectBehavior {
  constructor(private readonly publisher: DirectPublisher) {}

  /**
   * @throws BrokerUnavailable, EventsNotStored if not all are known to be stored; some may be, and sending
   * all of them again with the same ids counts none twice
   */
  async collect(acts: readonly ShopperAct[], now: Date): Promise<void> {
    await this.publisher.publishAll(acts.map((act) => eventOf(act, now))).catch((error: unknown) => {
      throw error instanceof PublishRefused ? new EventsNotStored(error) : error;
    });
  }
}

function eventOf({ type, eventId, ...act }: ShopperAct, now: Date): DirectItem {
  const data = { ...act, occurredAt: act.occurredAt ?? now.toISOString() };
  return { contract: CONTRACTS[type], data, id: eventId };
}

const CONTRACTS = {
  'product-viewed': ProductViewed,
  'product-searched': ProductSearched,
  'cart-updated': CartUpdated,
} as const;
