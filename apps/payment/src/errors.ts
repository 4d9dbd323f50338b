import { BusinessError } from '@waybill/service/errors';

export class PaymentNotFound extends BusinessError {
  constructor() {
    super('not-found', 'payment-not-found', 'There is no payment of an order with this id');
  }
}
