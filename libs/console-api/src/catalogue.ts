/** `GET /api/catalogue`: every event that some service publishes or reads, as the services describe them. */
export interface CatalogueResponse {
  /** By type. */
  events: CatalogueEvent[];
}

export interface CatalogueEvent {
  type: string;
  stream: string;
  /** Newest first. */
  versions: EventVersion[];
  consumers: EventConsumer[];
}

export interface EventVersion {
  version: number;
  /** `order.placed.v1`. */
  name: string;
  subjectTemplate: string;
  /** The one service that may publish it. Absent if no service describes the contract. */
  owner?: string;
  /** Services that publish it now. Empty: it was published before, and is still read. */
  publishers: string[];
  /** JSON pointers into the data. */
  key?: string[];
  /** The day of its first publication. */
  since?: string;
  example?: unknown;
  /** JSON Schema, draft 7. */
  schema?: Record<string, unknown>;
}

export interface EventConsumer {
  consumer: string;
  service: string;
  handler: string;
  mode: 'key' | 'none' | 'batch';
  /** The version that its handler gets. Absent if its release does not describe it. */
  handles?: number;
  /** By version, in the order of the event's versions. */
  reads: { version: number; how: ReadsVersion }[];
}

/**
 * `handles`: as it is. `upcasts`: converted to the version that it handles. `waits`: newer than it knows, so kept for its
 * upgrade. `refuses`: older than it can read, so dead-lettered. `unknown`: its release does not describe it.
 */
export type ReadsVersion = 'handles' | 'upcasts' | 'waits' | 'refuses' | 'unknown';
