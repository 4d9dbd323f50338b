/** The time that the in-memory transport lives by. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `work` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Lets time pass: runs what falls due, in the order of its time, each at its own time. */
  advance(ms: number): Promise<void>;
}

/** A clock that stands still until told, so that a test of an ack wait of 30 s takes no time. */
export function createManualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let time = start;
  let alarms: { due: number; work: () => void }[] = [];
  return {
    now: () => time,
    after(delayMs, work) {
      const alarm = { due: time + Math.max(0, delayMs), work };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    async advance(ms) {
      const end = time + ms;
      for (;;) {
        // Deliveries and the promises behind them run between two alarms, as they would in real time.
        await new Promise<void>((resolve) => setImmediate(resolve));
        const [next] = alarms.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (!next) break;
        alarms = alarms.filter((alarm) => alarm !== next);
        time = next.due;
        next.work();
      }
      time = end;
    },
  };
}
