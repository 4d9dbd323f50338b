/** What may have changed; the page requests it again if it shows it. */
export type LiveTopic =
  'traces' | 'messages' | 'outbox' | 'streams' | 'topology' | 'dead-letters' | 'faults' | 'analytics';

/**
 * `GET /api/events`, server-sent. Event `changed` with this as data, at most four times a second; event `hello`
 * with `{ version }` right after connecting; a comment every 15 s keeps proxies from closing the stream.
 */
export interface LiveChange {
  topics: LiveTopic[];
  /** Traces that got spans or logs, at most 200. */
  traceIds: string[];
}
