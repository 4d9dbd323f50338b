import type { SearchHit } from '@waybill/console-api';

/** Where a hit leads: to its trace where that tells the story, to the messages where there is none. */
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
