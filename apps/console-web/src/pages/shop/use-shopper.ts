import { useCallback, useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { LONGEST_SHOPPER, SHOPPERS } from './shoppers.ts';

const KEPT = 'waybill.shopper';

/** Who is shopping: as the address says, else who it was last. */
export function useShopper(): [string, (shopper: string) => void] {
  const [params, setParams] = useSearchParams();
  const shopper =
    params.get('shopper')?.slice(0, LONGEST_SHOPPER) || localStorage.getItem(KEPT) || SHOPPERS[0]!.id;
  useEffect(() => localStorage.setItem(KEPT, shopper), [shopper]);
  const choose = useCallback(
    (next: string) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          after.set('shopper', next);
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [shopper, choose];
}

export function shopAddress(shopper: string, productId?: string): string {
  const path = productId === undefined ? '/shop' : `/shop/${encodeURIComponent(productId)}`;
  return `${path}?${new URLSearchParams({ shopper })}`;
}
