/** `GET /api/dead-letters?consumer=&state=open|all&limit=`: newest first. */
export interface DeadLettersAnswer {
  items: DeadLetterView[];
  /** Open letters by who gave up on what and why; largest first. */
  groups: DeadLetterGroup[];
}

/** Also `GET /api/dead-letters/:id`; 404 where there is none. */
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
  settled?: { at: string; reason?: string };
  headers: Record<string, string>;
  payload: string;
  traceId?: string;
}

export interface DeadLetterGroup {
  consumer: string;
  type: string;
  /** Name and code of the error, without what varies. */
  error: string;
  ids: string[];
  firstAt: string;
  lastAt: string;
}

/** `POST /api/dead-letters/:id/replay` and `…/discard` `{ reason }`: 200 with this; 404; 409 where it was answered before. */
export interface DeadLetterAnswered {
  id: string;
  state: 'replayed' | 'discarded';
  /** The replay's own trace. */
  traceId?: string;
}
