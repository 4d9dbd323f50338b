import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { type CartLine } from './cart.ts';
import { reportAct } from './behavior.ts';
import { useCart, type CartControl } from './cart-store.ts';
import { useShopper } from './use-shopper.ts';

interface Shop extends CartControl {
  shopper: string;
  chooseShopper: (shopper: string) => void;
}

const ShopContext = createContext<Shop | undefined>(undefined);

/** Who shops, and what is in their cart. Every change of the cart is reported as behaviour. */
export function ShopProvider({ children }: { children: ReactNode }) {
  const [shopper, chooseShopper] = useShopper();
  const { cart, setQuantity, clear } = useCart(shopper);
  const shop = useMemo<Shop>(
    () => ({
      shopper,
      chooseShopper,
      cart,
      clear,
      setQuantity: (product: Omit<CartLine, 'quantity'>, quantity: number) => {
        setQuantity(product, quantity);
        const { productId } = product;
        reportAct(shopper, { type: 'cart-updated', productId, quantity: Math.max(0, Math.trunc(quantity)) });
      },
    }),
    [shopper, chooseShopper, cart, setQuantity, clear],
  );
  return <ShopContext value={shop}>{children}</ShopContext>;
}

export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('useShop is for what stands within a ShopProvider');
  return shop;
}
