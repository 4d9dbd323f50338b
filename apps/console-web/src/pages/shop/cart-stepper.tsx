import { useRef } from 'react';
import { Button, IconButton } from '../../ui/index.ts';
import { quantityOf, type CartLine } from './cart.ts';
import styles from './cart-panel.module.css';
import { useShop } from './use-shop.ts';

interface Props {
  product: Omit<CartLine, 'quantity'>;
  /** With text while the cart does not have the product. */
  wide?: boolean;
}

/** Adds the product to the cart, then changes its quantity. One button does both, so that it keeps the focus. */
export function CartStepper({ product, wide = false }: Props) {
  const { cart, setQuantity } = useShop();
  const plus = useRef<HTMLButtonElement>(null);
  const quantity = quantityOf(cart, product.productId);
  const name = product.description;
  const isEmpty = quantity === 0;
  const isWide = wide && isEmpty;
  const label = isEmpty ? `Add ${name} to the cart` : `One more ${name}`;
  return (
    <span
      className={isEmpty ? undefined : styles.stepper}
      role="group"
      aria-label={isEmpty ? undefined : `${name} in the cart`}
    >
      {!isEmpty && (
        <>
          <IconButton
            size="small"
            icon={quantity === 1 ? 'trash' : 'minus'}
            label={quantity === 1 ? `Remove ${name} from the cart` : `One ${name} fewer`}
            onClick={() => {
              // This button disappears with the last one.
              if (quantity === 1) plus.current?.focus();
              setQuantity(product, quantity - 1);
            }}
          />
          <output className="figures">{quantity}</output>
        </>
      )}
      <Button
        ref={plus}
        variant={isWide ? 'primary' : isEmpty ? 'plain' : 'quiet'}
        size={isWide ? 'normal' : 'small'}
        icon="plus"
        aria-label={isWide ? undefined : label}
        title={isWide ? undefined : label}
        onClick={() => setQuantity(product, quantity + 1)}
      >
        {isWide ? 'Add to cart' : undefined}
      </Button>
    </span>
  );
}
