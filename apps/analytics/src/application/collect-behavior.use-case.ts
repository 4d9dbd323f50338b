import { Injectable } from '@nestjs/common';
import { CartUpdated, ProductSearched, ProductViewed } from '@waybill/contracts';
import { DirectPublisher, PublishRefused, type DirectItem } from '@waybill/messaging';
import { EventsNotStored } from '../errors.js';

interface Action {
  /** The caller's id of the event: repeated with the same id, it counts once. */
  eventId?: string;
  sessionId: string;
  customerId?: string;
  /** ISO 8601 in UTC. Default: the time of collection. */
  occurredAt?: string;
}

/** What a shopper did, as reported by a shop's page. */
export type ShopperAction = Action &
  (
    | { type: 'product-viewed'; productId: string }
    | { type: 'product-searched'; query: string }
    | { type: 'cart-updated'; productId: string; quantity: number }
  );

/**
 * Publishes shoppers' actions directly to the broker: they change no database, so the outbox would only make them slow.
 * Resolves once all of them are stored.
 */
@Injectable()
export class CollectBehavior {
  constructor(private readonly publisher: DirectPublisher) {}

  /**
   * @throws BrokerUnavailable, EventsNotStored some may not be stored; sending all of them again with the same ids
   * counts none twice
   */
  async collect(actions: readonly ShopperAction[], now: Date): Promise<void> {
    await this.publisher.publishAll(actions.map((action) => eventOf(action, now))).catch((error: unknown) => {
      throw error instanceof PublishRefused ? new EventsNotStored(error) : error;
    });
  }
}

function eventOf({ type, eventId, ...action }: ShopperAction, now: Date): DirectItem {
  const data = { ...action, occurredAt: action.occurredAt ?? now.toISOString() };
  return { contract: CONTRACTS[type], data, id: eventId };
}

const CONTRACTS = {
  'product-viewed': ProductViewed,
  'product-searched': ProductSearched,
  'cart-updated': CartUpdated,
} as const;
