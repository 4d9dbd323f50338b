/** What may have changed; the page asks for it again if it shows it. */
export type LiveTopic =
  'traces' | 'messages' | 'outbox' | 'streams' | 'topology' | 'dead-letters' | 'faults' | 'analytics';

/**
 * `GET /api/events`, server-sent. Event `changed` with this as data, at most four times a second; event `hello`
 * with `{ version }` at once after connecting; a comment every 15 s keeps proxies awake.
 */
export interface LiveChange {
  topics: LiveTopic[];
  /** Traces that got spans or logs, at most 200. */
  traceIds: string[];
}
