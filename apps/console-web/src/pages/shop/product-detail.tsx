import type { Product } from '@waybill/console-api';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { EmptyState, formatCount, KeyValues, Loaded, usePageTitle } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import { reportAct } from './behavior.ts';
import { CartStepper } from './cart-stepper.tsx';
import styles from './product-detail.module.css';
import { ProductPicture } from './product-picture.tsx';
import { useProduct } from './queries.ts';
import { SimilarProductList } from './similar-products.tsx';
import { shopAddress, useShop } from './use-shop.ts';

/** One product; viewing it is reported as behaviour. */
export function ProductDetail({ productId }: { productId: string }) {
  const { shopper } = useShop();
  const query = useProduct(productId);
  const known = Boolean(query.data);
  usePageTitle(query.data?.description ?? 'Product');
  useEffect(() => {
    if (known) reportAct(shopper, { type: 'product-viewed', productId });
  }, [known, shopper, productId]);
  return (
    <Loaded query={query} what="the product">
      {(product) =>
        product ? (
          <article className="stack">
            <Link href={shopAddress(shopper)}>All products</Link>
            <Facts product={product} />
            <SimilarProductList productId={productId} />
          </article>
        ) : (
          <EmptyState
            title={`There is no product “${productId}”`}
            action={<Link href={shopAddress(shopper)}>All products</Link>}
          >
            It may have another id in this shop’s catalogue.
          </EmptyState>
        )
      }
    </Loaded>
  );
}

function Facts({ product }: { product: Product }) {
  const { productId, description, unitPrice, stock } = product;
  return (
    <div className={styles.detail}>
      <ProductPicture productId={productId} description={description} size="large" />
      <div className={styles.words}>
        <h2 className={styles.name}>{description}</h2>
        <p className={styles.price}>{formatMoney(unitPrice.amount, unitPrice.currency)}</p>
        <KeyValues
          items={{
            'Product id': <code>{productId}</code>,
            'In stock': stock === null ? 'stock is not tracked' : formatCount(stock),
          }}
        />
        {stock === 0 && (
          <p className="toned" data-tone="warn">
            Sold out. An order is still accepted, and rejected when the order service cannot reserve stock.
          </p>
        )}
        <CartStepper product={product} wide />
      </div>
    </div>
  );
}
