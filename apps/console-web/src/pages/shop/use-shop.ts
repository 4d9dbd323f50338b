import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { useChangeQuery } from '../../ui/index.ts';
import { reportAct } from './behavior.ts';
import { useCart, type CartControl } from './cart-store.ts';
import { LONGEST_SHOPPER, SHOPPERS } from './shoppers.ts';

const KEPT_AS = 'waybill.shopper';

interface Shop extends CartControl {
  shopper: string;
  chooseShopper: (shopper: string) => void;
}

/** Who is shopping (as in the address, else as the last time), and their cart. Its changes are reported as behaviour. */
export function useShop(): Shop {
  const [params] = useSearchParams();
  const change = useChangeQuery();
  const shopper =
    params.get('shopper')?.slice(0, LONGEST_SHOPPER) || localStorage.getItem(KEPT_AS) || SHOPPERS[0]!.id;
  useEffect(() => localStorage.setItem(KEPT_AS, shopper), [shopper]);
  const { setQuantity, ...control } = useCart(shopper);
  return {
    ...control,
    shopper,
    chooseShopper: (next) => change({ shopper: next }),
    setQuantity: (product, quantity) => {
      setQuantity(product, quantity);
      const { productId } = product;
      reportAct(shopper, { type: 'cart-updated', productId, quantity: Math.max(0, Math.trunc(quantity)) });
    },
  };
}

export function shopAddress(shopper: string, productId?: string): string {
  const path = productId === undefined ? '/shop' : `/shop/${encodeURIComponent(productId)}`;
  return `${path}?${new URLSearchParams({ shopper })}`;
}
