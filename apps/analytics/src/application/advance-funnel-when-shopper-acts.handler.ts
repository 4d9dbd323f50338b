import { Injectable } from '@nestjs/common';
import { CartUpdated, ProductViewed, type ProductSearched } from '@waybill/contracts';
import type { BatchHandler, DataOf, DeliveryContext, EventContract, EventMessage } from '@waybill/messaging';
import { FunnelProjection, type FunnelStep } from '../persistence/funnel-projection.js';

type ShopperEvent = DataOf<typeof ProductViewed | typeof ProductSearched | typeof CartUpdated>;

@Injectable()
export class AdvanceFunnelWhenShopperActs implements BatchHandler<EventContract<ShopperEvent>> {
  constructor(private readonly funnel: FunnelProjection) {}

  async handle(events: EventMessage<ShopperEvent>[], { tx }: DeliveryContext): Promise<void> {
    await this.funnel.advance(tx, events.map(stepOf));
  }
}

function stepOf({ type, data }: EventMessage<ShopperEvent>): FunnelStep {
  return {
    sessionId: data.sessionId,
    customerId: data.customerId,
    occurredAt: data.occurredAt,
    viewed: type === ProductViewed.type,
    carted: type === CartUpdated.type && 'quantity' in data && data.quantity > 0,
  };
}
