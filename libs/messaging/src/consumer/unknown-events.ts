import type { Log } from '../log.js';

/** An event, or a version of one, that this code has no handler for. */
export interface UnknownEvent {
  consumer: string;
  type: string;
  version: number;
}

export interface WaitingEvent extends UnknownEvent {
  /** ISO 8601. */
  since: string;
  /** How often this process has given such a message back. */
  returned: number;
}

/** Given back at least every five seconds: if it is not seen for longer, a replica with a handler has received it. */
const FORGET_MS = 15_000;

/**
 * What waits for a replica that knows it. An upgrade under way shows here for moments; what stays was rolled back, or
 * taken out of `subscriptions.ts` without being ignored.
 */
export class UnknownEvents {
  readonly #waiting = new Map<string, WaitingEvent & { seenAt: number }>();

  constructor(
    private readonly log: Log,
    /** Is called with each delivery that is given back. */
    private readonly onReturn: (event: UnknownEvent) => void = () => {},
    private readonly now: () => number = Date.now,
  ) {}

  note(event: UnknownEvent): void {
    const { consumer, type, version } = event;
    this.onReturn(event);
    const key = `${consumer} ${type} ${version}`;
    const known = this.#waiting.get(key);
    const at = this.now();
    if (known && at - known.seenAt < FORGET_MS) {
      known.returned += 1;
      known.seenAt = at;
      return;
    }
    this.#waiting.set(key, { ...event, since: new Date(at).toISOString(), returned: 1, seenAt: at });
    this.log.warn(
      { ...event },
      'an event is given back because this code has no handler for it: it waits for a replica that has. If the consumer ' +
        'is never to handle it, name it in "ignores"',
    );
  }

  /** Longest first. */
  list(): WaitingEvent[] {
    const oldest = this.now() - FORGET_MS;
    for (const [key, { seenAt }] of this.#waiting) if (seenAt < oldest) this.#waiting.delete(key);
    return [...this.#waiting.values()].map(({ seenAt: _, ...event }) => event);
  }
}
