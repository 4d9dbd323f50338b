import type { Product, ProductsPage, Recommendations, SimilarProducts } from '@waybill/console-api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getJson, Problem } from '../../api/http.ts';

const PAGE = 24;
/** Services learn from events a moment after the act; this often the page looks whether they have. */
const LEARNED_MS = 2_000;

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

export function useProduct(productId: string) {
  return useQuery({
    queryKey: ['product', productId],
    queryFn: ({ signal }) =>
      getJson<Product>(`/services/order/products/${encodeURIComponent(productId)}`, signal),
    staleTime: 10_000,
    retry: (count, error) => !isNotFound(error) && count < 1,
  });
}

export function useRecommendations(shopper: string) {
  return useQuery({
    queryKey: ['recommendations', shopper],
    queryFn: ({ signal }) =>
      getJson<Recommendations>(
        `/services/recommendation/recommendations/${encodeURIComponent(shopper)}?limit=6`,
        signal,
      ),
    refetchInterval: LEARNED_MS,
  });
}

/** None for a product that nobody has ordered or looked at yet. */
export function useSimilarProducts(productId: string) {
  return useQuery({
    queryKey: ['similar', productId],
    queryFn: async ({ signal }) => {
      const path = `/services/recommendation/products/${encodeURIComponent(productId)}/similar?limit=4`;
      try {
        return (await getJson<SimilarProducts>(path, signal)).items;
      } catch (error) {
        if (isNotFound(error)) return [];
        throw error;
      }
    },
  });
}

export function isNotFound(error: unknown): boolean {
  return error instanceof Problem && error.status === 404;
}
