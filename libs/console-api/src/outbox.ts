/** `GET /api/outbox`. */
export interface OutboxResponse {
  services: ServiceOutbox[];
}

export interface ServiceOutbox {
  service: string;
  /** False: the service does not respond; the figures are the last known, or zero. */
  reachable: boolean;
  pending: number;
  oldestSeconds: number | null;
  /** Pending rows that the broker has refused at least once. */
  refused: number;
  /** Parked after the last refused attempt: these need attention. */
  parked: number;
  /** Rows that wait for their due time. */
  scheduled: number;
  /** Until the next of them is due; negative if it is overdue. */
  nextDueSeconds: number | null;
  /** The fault switch `relay-paused` is on. */
  relayPaused: boolean;
  /** Parked rows first, then pending ones, oldest first, then scheduled ones, the next due first; at most 50. */
  rows: OutboxRow[];
}

export interface OutboxRow {
  id: string;
  eventId: string;
  subject: string;
  key: string;
  createdAt: string;
  /** When it was or is due, if it was scheduled. */
  dueAt?: string;
  attempts: number;
  lastError?: string;
  availableAt?: string;
  parkedAt?: string;
  traceId?: string;
}

/** `POST /api/outbox/:service/:id/retry` makes a parked or refused row pending again: 200 with this, 404 if there is no such row. */
export interface OutboxRetried {
  service: string;
  id: string;
}
