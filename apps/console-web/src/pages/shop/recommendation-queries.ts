import type { Recommendations, SimilarProducts } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { findJson } from '../../api/http.ts';
import { useJson } from '../../api/use-json.ts';

/** Recommendations change a moment after the shopper did something, and no live topic says so. */
const REFRESH_MS = 2_000;

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
