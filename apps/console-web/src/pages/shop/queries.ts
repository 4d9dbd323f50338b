import type { Product, ProductsPage, Recommendations, SimilarProducts } from '@waybill/console-api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { findJson, getJson } from '../../api/http.ts';
import { useJson } from '../../api/use-json.ts';

const PAGE = 24;
/** Recommendations change a moment after the shopper did something, and no live topic says so. */
const REFRESH_MS = 2_000;

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

export function useRecommendations(shopper: string) {
  const path = `/services/recommendation/recommendations/${encodeURIComponent(shopper)}?limit=6`;
  return useJson<Recommendations>(['recommendations', shopper], path, { refetchInterval: REFRESH_MS });
}

/** Null for a product without orders or views. */
export function useSimilarProducts(productId: string) {
  const path = `/services/recommendation/products/${encodeURIComponent(productId)}/similar?limit=4`;
  return useQuery({
    queryKey: ['similar', productId],
    queryFn: ({ signal }) => findJson<SimilarProducts>(path, signal),
  });
}
