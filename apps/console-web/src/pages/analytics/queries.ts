import type { Funnel, Sales, TopProducts } from '@waybill/console-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson } from '../../api/http.ts';
import { erasOf, periodQuery, type Bucket, type Era, type Period } from './period.ts';

const FIGURES = '/services/analytics';

/** Ends that move with the clock are resolved with each request, so the key has them as the address does. */
function useFigures<T>(path: string, period: Period, extra: Record<string, string> = {}, enabled = true) {
  return useQuery({
    queryKey: ['analytics', path, period.from, period.to, extra],
    queryFn: ({ signal }) => {
      const query = periodQuery(period, new Date());
      for (const [name, value] of Object.entries(extra)) query.set(name, value);
      return getJson<T>(`${FIGURES}${path}?${query}`, signal);
    },
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useSales(period: Period, bucket: Bucket | undefined) {
  return useFigures<Sales>('/sales', period, { bucket: bucket ?? 'day' }, bucket !== undefined);
}

export function useTopProducts(period: Period, by: 'revenue' | 'units') {
  return useFigures<TopProducts>('/products/top', period, { by, limit: '10' });
}

export function useFunnel(period: Period) {
  return useFigures<Funnel>('/funnel', period);
}

/** When there were sales at all. */
export function useEras() {
  return useQuery({
    queryKey: ['analytics', 'eras'],
    queryFn: async ({ signal }): Promise<Era[]> => {
      const { buckets } = await getJson<Sales>(`${FIGURES}/sales?bucket=month`, signal);
      return erasOf(buckets.map(({ start }) => new Date(start)));
    },
  });
}
