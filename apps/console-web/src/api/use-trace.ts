import type { TraceDetail } from '@waybill/console-api';
import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { findJson } from './http.ts';

type Trace = TraceDetail | null;

/** A trace; null if no span of it has arrived yet, or none is kept any more. */
export function useTrace(
  traceId: string | undefined,
  refetchInterval?: UseQueryOptions<Trace>['refetchInterval'],
) {
  return useQuery({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }): Promise<Trace> => findJson(`/api/traces/${encodeURIComponent(traceId!)}`, signal),
    enabled: traceId !== undefined,
    refetchInterval,
  });
}
