/** `GET /api/search?q=`: an order's, event's or trace's id, whole or (trace ids, 4 characters and more) its beginning. */
export interface SearchResponse {
  items: SearchHit[];
}

export interface SearchHit {
  kind: 'trace' | 'order' | 'event' | 'dead-letter';
  id: string;
  title: string;
  at?: string;
  traceId?: string;
}
