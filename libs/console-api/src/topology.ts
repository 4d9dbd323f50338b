/**
 * `GET /api/topology`: what is declared, and what was seen. Rates are over the last ten seconds. Where a consumer gave
 * up on something, it `publishes` to the stream of dead letters, which `feeds` it where something was replayed.
 */
export interface TopologyAnswer {
  nodes: TopologyNode[];
  edges: TopologyEdge[];
}

export interface TopologyNode {
  /** `service:order`, `stream:ORDER`, `consumer:analytics`, `database:order`, `client:browser`. */
  id: string;
  kind: 'client' | 'service' | 'stream' | 'consumer' | 'database';
  label: string;
  /** Whose it is, for consumers and databases. */
  service?: string;
  /** `degraded`: it runs, and part of it cannot work: a durable or a stream that it needs is not in the broker. */
  state: 'up' | 'degraded' | 'down' | 'unknown';
  /** One line of figures: `12 pending, 2 dead`. */
  detail?: string;
}

export interface TopologyEdge {
  id: string;
  from: string;
  to: string;
  kind: 'calls' | 'publishes' | 'feeds' | 'delivers' | 'stores';
  /** Event types that take this way. */
  events: string[];
  perSecond: number;
  errorsPerSecond: number;
  /** Messages that wait on this edge: in the outbox, or for the consumer. */
  lag: number;
  /** What the declarations and what was seen disagree on. Absent where they agree. */
  finding?: { kind: 'declared-never-seen' | 'seen-not-declared'; events: string[] };
}
