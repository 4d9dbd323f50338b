/** `GET /api/dead-letters?consumer=&state=open|all&limit=`: newest first. */
export interface DeadLettersResponse {
  items: DeadLetterView[];
  /** Open letters by consumer, event type and kind of error; largest first. */
  groups: DeadLetterGroup[];
}

/** Also `GET /api/dead-letters/:id`; 404 if there is none. */
export interface DeadLetterView {
  id: string;
  service: string;
  consumer: string;
  /** Event type. */
  type: string;
  eventId: string;
  reason: string;
  error: { name: string; message: string; code?: string };
  /** Every attempt that ran and failed, oldest first. */
  history: { at: string; durationMs: number; error: { name: string; message: string; code?: string } }[];
  deadAt: string;
  subject: string;
  stream: string;
  sequence: number;
  state: 'open' | 'replayed' | 'discarded';
  resolved?: { at: string; reason?: string };
  headers: Record<string, string>;
  payload: string;
  traceId?: string;
}

export interface DeadLetterGroup {
  consumer: string;
  type: string;
  /** Name and code of the error, without its message. */
  error: string;
  ids: string[];
  firstAt: string;
  lastAt: string;
}

/** `POST /api/dead-letters/:id/replay` and `…/discard` `{ reason }`: 200 with this; 404; 409 if it was resolved before. */
export interface DeadLetterResolution {
  id: string;
  state: 'replayed' | 'discarded';
  /** The replay's own trace. */
  traceId?: string;
}
