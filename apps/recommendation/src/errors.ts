import { BusinessError } from '@waybill/service/errors';

/** This product was never ordered or viewed. */
export class ProductNeverSeen extends BusinessError {
  constructor(readonly productId: string) {
    super(
      'not-found',
      'product-never-seen',
      `Product "${productId}" was never ordered or viewed, so no similar products are known.`,
    );
  }
}
