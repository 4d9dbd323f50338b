import type { TraceDetail } from '@waybill/console-api';
import { getJson, noneFor404 } from './http.ts';

/** A trace; null while no span of it has arrived, or none is kept any more: nothing went wrong. */
export function findTrace(traceId: string, signal: AbortSignal): Promise<TraceDetail | null> {
  return getJson<TraceDetail>(`/api/traces/${encodeURIComponent(traceId)}`, signal).catch(noneFor404(null));
}
