/**
 * `GET /api/dead-letters?group=&consumer=&state=open|all&limit=&before=`: newest first; `before` is the id of the last
 * letter of the page before.
 */
export interface DeadLettersResponse {
  items: DeadLetterView[];
  /** With open letters, of every consumer or of the one asked for; those with the most first. */
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
  /** Id of its group. */
  group: string;
  reason: string;
  error: { name: string; message: string; code?: string };
  /** Every attempt that ran and failed, oldest first. */
  history: { at: string; durationMs: number; error: { name: string; message: string; code?: string } }[];
  deadAt: string;
  subject: string;
  stream: string;
  sequence: number;
  /** The letter whose replay failed and became this one. */
  replayOf?: string;
  state: 'open' | 'replayed' | 'discarded';
  resolved?: {
    at: string;
    reason?: string;
    /** As the caller named itself. */
    by?: string;
    job?: string;
    /** What it was replayed with instead of its own payload. */
    payload?: string;
  };
  headers: Record<string, string>;
  payload: string;
  traceId?: string;
}

/** `GET /api/dead-letters/groups?state=open|all&consumer=` */
export interface DeadLetterGroupsResponse {
  groups: DeadLetterGroup[];
}

/** Letters of one consumer and event whose errors differ in numbers, ids and quoted text only. */
export interface DeadLetterGroup {
  id: string;
  consumer: string;
  type: string;
  /** The error without what differs from letter to letter. */
  error: string;
  /** Letters in the stream, resolved ones too. */
  total: number;
  open: number;
  /** Open ones that a replay brought back. */
  failedAgain: number;
  firstAt: string;
  lastAt: string;
  /** Dead-lettered in each of the last 24 hours, the present one last. */
  perHour: number[];
  /** Id of its newest letter. */
  newest: string;
}

/**
 * `POST /api/dead-letters/:id/replay` `{ by?, payload? }` and `…/discard` `{ by?, reason }`: 200 with this; 404; 409 if it
 * was resolved before; 422 with the place of each error if the consumer would refuse the payload.
 */
export interface DeadLetterResolution {
  id: string;
  state: 'replayed' | 'discarded';
  /** The replay's own trace. */
  traceId?: string;
}

/** `POST /api/dead-letters/:id/check` `{ payload }`: what the consumer would refuse of it, by JSON pointer. */
export interface PayloadCheck {
  errors: { pointer: string; message: string }[];
}

/**
 * `POST /api/dead-letters/groups/:group/replay` `{ by?, rate? }` and `…/discard` `{ by?, rate?, reason }`: resolves the
 * letters that are open in the group now. 201 with this; 404 if none is. Also `GET /api/dead-letters/jobs/:id`, and
 * `POST …/cancel` `{ by? }`, after which what is not done stays open.
 */
export interface DeadLetterJob {
  id: string;
  action: 'replay' | 'discard';
  group: string;
  consumer: string;
  type: string;
  error: string;
  reason?: string;
  by?: string;
  /** Letters a second, at most. */
  rate: number;
  state: 'running' | 'finished' | 'cancelled';
  createdAt: string;
  finishedAt?: string;
  cancelledBy?: string;
  /** Why it makes no progress now. */
  waitingFor?: string;
  total: number;
  replayed: number;
  discarded: number;
  /** By somebody else, meanwhile. */
  alreadyResolved: number;
  failed: number;
  /** Of the replayed ones, those that are dead letters again. */
  failedAgain: number;
}

/** `GET /api/dead-letters/jobs`: newest first, at most 50. */
export interface DeadLetterJobsResponse {
  jobs: DeadLetterJob[];
}

export interface DeadLetterJobDetail extends DeadLetterJob {
  /** At most 200: those that failed, failed again or were resolved by others first. */
  items: DeadLetterJobItem[];
}

export interface DeadLetterJobItem {
  letterId: string;
  /** Absent: not yet. */
  outcome?: 'replayed' | 'discarded' | 'already-resolved' | 'failed';
  detail?: string;
  at?: string;
  traceId?: string;
  /** The letter that the replay became. */
  failedAgainAs?: string;
}
