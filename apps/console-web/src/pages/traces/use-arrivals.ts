import type { SpanView } from '@waybill/console-api';
import { useState } from 'react';

const NONE: ReadonlySet<string> = new Set();

/** Ids of the spans that came with the last refresh, for an animation. None at first. */
export function useArrivals(spans: readonly SpanView[]): ReadonlySet<string> {
  const [seen, setSeen] = useState({ spans, arrivals: NONE });
  if (seen.spans === spans) return seen.arrivals;
  const before = new Set(seen.spans.map(({ spanId }) => spanId));
  const arrivals = new Set(spans.map(({ spanId }) => spanId).filter((id) => !before.has(id)));
  setSeen({ spans, arrivals });
  return arrivals;
}
