/** What a shopper did, as the analytics service accepts it. */
export type Act =
  | { type: 'product-viewed'; productId: string }
  | { type: 'product-searched'; query: string }
  | { type: 'cart-updated'; productId: string; quantity: number };

export type BehaviorEvent = Act & {
  /** Created here, so that an event that is sent again counts once. */
  eventId: string;
  sessionId: string;
  customerId: string;
  occurredAt: string;
};

interface ReporterParts {
  /** Resolves when all of them are stored. */
  send: (events: readonly BehaviorEvent[]) => Promise<unknown>;
  /** Whether sending the same again may succeed. */
  mayRetry: (error: unknown) => boolean;
  /** Calls `run` once, after a while. */
  later: (run: () => void) => void;
  /** Called for events that cannot be reported. */
  giveUp: (error: unknown) => void;
  newId: () => string;
  now: () => Date;
}

/** The service accepts 500 at once; older ones than that are dropped. */
const MOST_WAITING = 500;

/**
 * Reports what a shopper does, in order and immediately; events that the analytics service cannot store are kept and
 * sent again under the same ids. The same act twice in a row is one act.
 */
export class BehaviorReporter {
  private waiting: BehaviorEvent[] = [];
  private sending = false;
  private latest = '';

  constructor(private readonly parts: ReporterParts) {}

  report(act: Act, who: { sessionId: string; customerId: string }): void {
    const same = JSON.stringify([act, who]);
    if (same === this.latest) return;
    this.latest = same;
    const { newId, now } = this.parts;
    this.waiting.push({ ...act, ...who, eventId: newId(), occurredAt: now().toISOString() });
    this.waiting = this.waiting.slice(-MOST_WAITING);
    void this.flush();
  }

  private async flush(): Promise<void> {
    if (this.sending || this.waiting.length === 0) return;
    const { send, mayRetry, later, giveUp } = this.parts;
    const events = this.waiting;
    this.sending = true;
    this.waiting = [];
    try {
      await send(events);
    } catch (error) {
      if (mayRetry(error)) {
        this.waiting = [...events, ...this.waiting].slice(-MOST_WAITING);
        // Stays `sending` until then, so that new events wait too.
        return later(() => this.resume());
      }
      giveUp(error);
    }
    this.resume();
  }

  private resume(): void {
    this.sending = false;
    void this.flush();
  }
}
