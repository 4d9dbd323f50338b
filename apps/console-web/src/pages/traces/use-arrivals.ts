import type { SpanView } from '@waybill/console-api';
import { useState } from 'react';

const NONE: ReadonlySet<string> = new Set();

/** Spans that the last answer had and the one before had not: they may come in with a movement. None at first. */
export function useArrivals(spans: readonly SpanView[]): ReadonlySet<string> {
  const [seen, setSeen] = useState({ spans, arrivals: NONE });
  if (seen.spans === spans) return seen.arrivals;
  const before = new Set(seen.spans.map(({ spanId }) => spanId));
  const arrivals = new Set(spans.map(({ spanId }) => spanId).filter((id) => !before.has(id)));
  setSeen({ spans, arrivals });
  return arrivals;
}
