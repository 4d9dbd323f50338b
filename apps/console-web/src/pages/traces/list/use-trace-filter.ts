import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

const NAMES = ['service', 'event', 'orderId', 'status', 'minDurationMs'] as const;

type TraceFilter = Partial<Record<(typeof NAMES)[number], string>>;

/** The list's filters, in the address by the server's names. */
export function useTraceFilter() {
  const [params, setParams] = useSearchParams();
  const filter: TraceFilter = {};
  for (const name of NAMES) {
    const value = params.get(name)?.trim();
    if (value) filter[name] = value;
  }
  const clear = useCallback(() => setParams(() => new URLSearchParams(), { replace: true }), [setParams]);
  return { filter, isFiltered: Object.keys(filter).length > 0, clear };
}

/** @param cursor `''` for the first page */
export function traceQuery(filter: TraceFilter, cursor: string): string {
  return new URLSearchParams({ ...filter, limit: '50', ...(cursor && { cursor }) }).toString();
}
