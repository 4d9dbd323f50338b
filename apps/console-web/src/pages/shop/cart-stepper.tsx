import { Button, IconButton } from '../../ui/index.ts';
import { quantityOf, type CartLine } from './cart.ts';
import styles from './cart-stepper.module.css';
import { useShop } from './shop-context.tsx';

interface Props {
  product: Omit<CartLine, 'quantity'>;
  /** Says what it does in words. */
  wide?: boolean;
}

/** Puts the product into the cart, then changes how many the cart holds. */
export function CartStepper({ product, wide = false }: Props) {
  const { cart, setQuantity } = useShop();
  const quantity = quantityOf(cart, product.productId);
  const name = product.description;
  if (quantity === 0) {
    return wide ? (
      <Button variant="primary" icon="plus" onClick={() => setQuantity(product, 1)}>
        Add to cart
      </Button>
    ) : (
      <IconButton
        variant="plain"
        size="small"
        icon="plus"
        label={`Add ${name} to the cart`}
        onClick={() => setQuantity(product, 1)}
      />
    );
  }
  return (
    <span className={styles.stepper} role="group" aria-label={`${name} in the cart`}>
      <IconButton
        size="small"
        icon={quantity === 1 ? 'trash' : 'minus'}
        label={quantity === 1 ? `Take ${name} out of the cart` : `One ${name} fewer`}
        onClick={() => setQuantity(product, quantity - 1)}
      />
      <output className="figures">{quantity}</output>
      <IconButton
        size="small"
        icon="plus"
        label={`One more ${name}`}
        onClick={() => setQuantity(product, quantity + 1)}
      />
    </span>
  );
}
