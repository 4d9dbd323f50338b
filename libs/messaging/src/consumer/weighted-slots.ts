import type { Lane } from '../contract/index.js';

/** How many express messages go before a waiting standard one gets its turn. */
const EXPRESS_WEIGHT = 4;

/**
 * A bound on handlers running at once, shared by the lanes: express goes first, and after four of them
 * one standard message that waits, so that neither lane starves.
 */
export class WeightedSlots {
  #free: number;
  #expressInARow = 0;
  readonly #waiting: Record<Lane, (() => void)[]> = { express: [], standard: [] };

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`concurrency must be a positive integer, not ${capacity}`);
    }
    this.#free = capacity;
  }

  /** Runs `work` once there is a slot for its lane. */
  async run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting[lane].push(resolve));
    try {
      return await work();
    } finally {
      const next = this.next();
      // The slot is passed on: it is never free while work waits.
      if (next) next();
      else this.#free += 1;
    }
  }

  private next(): (() => void) | undefined {
    const { express, standard } = this.#waiting;
    const takeExpress = express.length > 0 && (standard.length === 0 || this.#expressInARow < EXPRESS_WEIGHT);
    this.#expressInARow = takeExpress ? this.#expressInARow + 1 : 0;
    return takeExpress ? express.shift() : standard.shift();
  }
}
