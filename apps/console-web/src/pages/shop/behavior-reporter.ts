/** What a shopper did, as the analytics service takes it. */
export type Act =
  | { type: 'product-viewed'; productId: string }
  | { type: 'product-searched'; query: string }
  | { type: 'cart-updated'; productId: string; quantity: number };

export type BehaviorEvent = Act & {
  /** Ours, so that what is sent again counts once. */
  eventId: string;
  sessionId: string;
  customerId: string;
  occurredAt: string;
};

export interface ReporterParts {
  /** Resolves once all of them are stored. */
  send: (events: readonly BehaviorEvent[]) => Promise<unknown>;
  /** Whether sending the same again may succeed later. */
  mayRetry: (error: unknown) => boolean;
  /** Calls back once. */
  later: (run: () => void) => void;
  /** Told of what cannot be reported at all. */
  giveUp: (error: unknown) => void;
  newId: () => string;
  now: () => Date;
}

/** The service takes 500 at once; older ones than that are let go, as browsing is no order. */
const MOST_WAITING = 500;

/**
 * Reports what a shopper does, in order and at once; what the analytics service cannot store now is kept and sent
 * again under the same ids. The same act twice in a row is one act.
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
        // Stays `sending` until then: what comes meanwhile waits with the rest.
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
