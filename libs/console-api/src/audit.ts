import type { Caller } from './session.js';

/** `GET /api/audit`, newest first. */
export interface AuditResponse {
  entries: AuditEntry[];
  /** Services that do not respond: what they recorded is missing. */
  missing: string[];
}

/** A change that an operator made or tried. */
export interface AuditEntry {
  /** ISO 8601 with microseconds. */
  at: string;
  /** Who recorded it: the console, or the service that made the change in its own database. */
  service: string;
  /** `dead-letters.replay`, `faults.change`, `pause`. */
  action: string;
  /** A letter, a group, a row, a consumer; empty if it is about none. */
  target: string;
  /** Absent: the request did not say. */
  by?: string;
  /** How the console knows the name. Absent: it is what the request said. */
  verifiedBy?: Caller['verifiedBy'];
  detail: Record<string, unknown>;
  /** Why it failed. Absent: it was done. */
  error?: string;
}
