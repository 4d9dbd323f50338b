import { OrderCustomerErased, OrderRecipientNamed } from '@waybill/contracts';
import { defineService } from '@waybill/service';
import { pg } from '@waybill/service/postgres';

/** Stands in for the order service: it owns the keys of what it publishes about recipients. */
export const testOrder = defineService({
  name: 'order',
  description: 'Stands in for the order service.',
  database: pg(),
  publishes: [OrderRecipientNamed, OrderCustomerErased],
});
