import type { Funnel, Sales, TopProducts } from '@waybill/console-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson } from '../../api/http.ts';
import { useJson } from '../../api/use-json.ts';
import { erasOf, periodQuery, type Bucket, type Era, type Period } from './period.ts';

/** A relative period is resolved with each request; the key has it as the address does. */
function useFigures<T>(path: string, period: Period, extra: Record<string, string> = {}, enabled = true) {
  return useQuery({
    queryKey: ['analytics', path, period.from, period.to, extra],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams([...periodQuery(period, new Date()), ...Object.entries(extra)]);
      return getJson<T>(`/services/analytics/${path}?${query}`, signal);
    },
    placeholderData: keepPreviousData,
    enabled,
  });
}

export const useSales = (period: Period, bucket: Bucket | undefined) =>
  useFigures<Sales>('sales', period, { bucket: bucket ?? '' }, bucket !== undefined);

export const useTopProducts = (period: Period, by: 'revenue' | 'units') =>
  useFigures<TopProducts>('products/top', period, { by, limit: '10' });

export const useFunnel = (period: Period) => useFigures<Funnel>('funnel', period);

/** When there were sales at all. */
export const useEras = () =>
  useJson<Sales, Era[]>(['analytics', 'eras'], '/services/analytics/sales?bucket=month', {
    select: ({ buckets }) => erasOf(buckets.map(({ start }) => new Date(start))),
  });
