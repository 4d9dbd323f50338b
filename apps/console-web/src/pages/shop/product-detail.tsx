import { useEffect } from 'react';
import { Link } from 'wouter';
import { EmptyState, ErrorNotice, formatCount, KeyValues, Loading, usePageTitle } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import { reportAct } from './behavior.ts';
import { CartStepper } from './cart-stepper.tsx';
import styles from './product-detail.module.css';
import { ProductPicture } from './product-picture.tsx';
import { isNotFound, useProduct } from './queries.ts';
import { useShop } from './shop-context.tsx';
import { SimilarProductList } from './similar-products.tsx';
import { shopAddress } from './use-shopper.ts';

/** One product; looking at it is an act that the shop learns from. */
export function ProductDetail({ productId }: { productId: string }) {
  const { shopper } = useShop();
  const { data: product, error, refetch } = useProduct(productId);
  const known = product !== undefined;
  usePageTitle(product?.description ?? 'Product');
  useEffect(() => {
    if (known) reportAct(shopper, { type: 'product-viewed', productId });
  }, [known, shopper, productId]);
  if (isNotFound(error)) {
    return (
      <EmptyState
        title={`There is no product “${productId}”`}
        action={<Link href={shopAddress(shopper)}>Back to the shelves</Link>}
      >
        It may have another id in this shop’s catalogue.
      </EmptyState>
    );
  }
  if (error && !product) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!product) return <Loading what="the product" />;
  const { description, unitPrice, stock } = product;
  return (
    <article>
      <p className={styles.back}>
        <Link href={shopAddress(shopper)}>All products</Link>
      </p>
      <div className={styles.detail}>
        <ProductPicture productId={productId} description={description} size="large" />
        <div className={styles.words}>
          <h2 className={styles.name}>{description}</h2>
          <p className={styles.price}>{formatMoney(unitPrice.amount, unitPrice.currency)}</p>
          <KeyValues
            items={[
              { key: 'Product id', value: productId, mono: true },
              { key: 'In stock', value: stock === null ? 'not counted' : formatCount(stock) },
            ]}
          />
          {stock === 0 && (
            <p className={styles.soldOut}>
              Sold out. An order is still taken, and rejected once the order service finds no stock to
              reserve.
            </p>
          )}
          <CartStepper product={product} wide />
        </div>
      </div>
      <SimilarProductList productId={productId} />
    </article>
  );
}
