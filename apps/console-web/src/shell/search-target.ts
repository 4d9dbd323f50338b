import type { SearchHit } from '@waybill/console-api';

/** Where a hit leads: an event to its trace if there is one, else to its messages. */
export function searchTarget(hit: SearchHit): string {
  switch (hit.kind) {
    case 'trace':
      return `/traces/${hit.id}`;
    case 'order':
      return `/messages/${encodeURIComponent(hit.id)}`;
    case 'event':
      return hit.traceId
        ? `/traces/${hit.traceId}?event=${encodeURIComponent(hit.id)}`
        : `/messages?event=${encodeURIComponent(hit.id)}`;
    case 'dead-letter':
      return `/dead-letters/${encodeURIComponent(hit.id)}`;
  }
}
