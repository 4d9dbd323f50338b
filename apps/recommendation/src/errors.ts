import { BusinessError } from '@waybill/service/errors';

/** Nobody ordered this product or looked at it yet. */
export class ProductNeverSeen extends BusinessError {
  constructor(readonly productId: string) {
    super(
      'not-found',
      'product-never-seen',
      `Nobody has ordered product "${productId}" or looked at it yet, so no similar products are known.`,
    );
  }
}
