/** Nobody ordered this product or looked at it yet. */
export class ProductNeverSeen extends Error {
  readonly code = 'PRODUCT_NEVER_SEEN';
  override readonly name = 'ProductNeverSeen';

  constructor(readonly productId: string) {
    super(
      `Nobody has ordered product "${productId}" or looked at it yet, so nothing is known to be like it.`,
    );
  }
}
