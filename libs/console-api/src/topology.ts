/**
 * `GET /api/topology`: what is declared, and what was seen. Rates are over the last ten seconds. A consumer with dead
 * letters `publishes` to the stream of dead letters, which `feeds` it if one was replayed.
 */
export interface TopologyResponse {
  nodes: TopologyNode[];
  edges: TopologyEdge[];
}

export interface TopologyNode {
  /** `service:order`, `stream:ORDER`, `consumer:analytics`, `database:order`, `client:browser`. */
  id: string;
  kind: 'client' | 'service' | 'stream' | 'consumer' | 'database';
  label: string;
  /** The service of a consumer or database. */
  service?: string;
  /** `degraded`: it runs, and a part of it does not work, for example because a durable or a stream is not in the broker. */
  state: 'up' | 'degraded' | 'down' | 'unknown';
  /** One line of figures: `12 pending, 2 in flight`. */
  detail?: string;
}

export interface TopologyEdge {
  id: string;
  from: string;
  to: string;
  kind: 'calls' | 'publishes' | 'feeds' | 'delivers' | 'stores';
  /** The event types on this edge. */
  events: string[];
  perSecond: number;
  errorsPerSecond: number;
  /** Messages that wait here: in the outbox, or for the consumer. */
  lag: number;
  /** Where declarations and observation differ. Absent if they agree. */
  finding?: { kind: 'declared-never-seen' | 'seen-not-declared'; events: string[] };
}
