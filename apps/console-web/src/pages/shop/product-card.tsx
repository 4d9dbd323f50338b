import type { Product } from '@waybill/console-api';
import { Link } from 'wouter';
import { formatMoney } from '../../ui/exact-decimal.ts';
import { CartStepper } from './cart-stepper.tsx';
import styles from './product-card.module.css';
import { ProductPicture } from './product-picture.tsx';
import { useShop } from './shop-context.tsx';
import { StockNote } from './stock-note.tsx';
import { shopAddress } from './use-shopper.ts';

export function ProductCard({ product }: { product: Product }) {
  const { shopper } = useShop();
  const { productId, description, unitPrice } = product;
  return (
    <article className={styles.card}>
      <ProductPicture productId={productId} description={description} />
      <div className={styles.words}>
        <h2 className={styles.name}>
          <Link href={shopAddress(shopper, productId)} className={styles.link}>
            {description}
          </Link>
        </h2>
        <div className={styles.foot}>
          <p className={styles.price}>
            {formatMoney(unitPrice.amount, unitPrice.currency)}
            <StockNote stock={product.stock} />
          </p>
          <CartStepper product={product} />
        </div>
      </div>
    </article>
  );
}
