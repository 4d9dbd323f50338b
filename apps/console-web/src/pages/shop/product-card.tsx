import type { Product } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, classNames, formatCount } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import { CartStepper } from './cart-stepper.tsx';
import styles from './product-card.module.css';
import { ProductPicture } from './product-picture.tsx';
import { shopAddress, useShop } from './use-shop.ts';

const LOW_STOCK = 20;

export function ProductCard({ product }: { product: Product }) {
  const { shopper } = useShop();
  const { productId, description, unitPrice, stock } = product;
  return (
    <article className={classNames('sheet', styles.card)}>
      <ProductPicture productId={productId} description={description} />
      <div className={styles.words}>
        <h2 className={styles.name}>
          <Link href={shopAddress(shopper, productId)} className={classNames('plain-link', styles.link)}>
            {description}
          </Link>
        </h2>
        <div className={styles.foot}>
          <p className="mono">
            {formatMoney(unitPrice.amount, unitPrice.currency)}
            {stock !== null && stock <= LOW_STOCK && (
              <span className={styles.stock}>
                <Badge tone={stock === 0 ? 'bad' : 'warn'}>
                  {stock === 0 ? 'sold out' : `${formatCount(stock)} left`}
                </Badge>
              </span>
            )}
          </p>
          <CartStepper product={product} />
        </div>
      </div>
    </article>
  );
}
