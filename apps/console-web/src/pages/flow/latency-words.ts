import type { LatencyView } from '@waybill/console-api';

/** Where the time went: `outbox of order`, `broker to analytics`, `handler of analytics`. */
export function placeWords({ part, service, consumer }: Pick<LatencyView, 'part' | 'service' | 'consumer'>) {
  if (part === 'outbox') return `outbox of ${service}`;
  return `${part === 'broker' ? 'broker to' : 'handler of'} ${consumer ?? service}`;
}

/** Names a row in the address. */
export function latencyKey({ type, ...place }: LatencyView): string {
  return `${type}, ${placeWords(place)}`;
}

/** The p95 of each slot of the range, 0 where nothing happened. */
export function trendOf({ slots }: Pick<LatencyView, 'slots'>, from: string, to: string, slotMs: number) {
  const count = Math.ceil((Date.parse(to) - Date.parse(from)) / slotMs);
  const values = Array<number>(count).fill(0);
  for (const { at, p95 } of slots) {
    const slot = Math.round((Date.parse(at) - Date.parse(from)) / slotMs);
    if (slot < count) values[slot] = p95.ms;
  }
  return values;
}
