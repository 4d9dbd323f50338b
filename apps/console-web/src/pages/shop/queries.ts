import type { Product, ProductsPage } from '@waybill/console-api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { findJson, getJson } from '../../api/http.ts';

const PAGE = 24;

export function useProducts(search: string) {
  return useInfiniteQuery({
    queryKey: ['products', search],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: String(PAGE),
        ...(search && { search }),
        ...(pageParam && { cursor: pageParam }),
      });
      return getJson<ProductsPage>(`/services/order/products?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Null if there is no such product. */
export function useProduct(productId: string) {
  return useQuery({
    queryKey: ['product', productId],
    queryFn: ({ signal }) =>
      findJson<Product>(`/services/order/products/${encodeURIComponent(productId)}`, signal),
    staleTime: 10_000,
  });
}
