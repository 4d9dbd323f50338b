import { ExportBusy } from './errors.js';

/** A part of the budget. It may be reduced, and is released once. */
interface Reservation {
  /** The worst case was reserved; this much is needed. */
  shrinkTo(bytes: number): void;
  release(): void;
}

interface Waiting {
  bytes: number;
  admit: (reservation: Reservation) => void;
}

/**
 * Limits the bytes of unpacked requests in memory, from before they are unpacked until their records are stored. First
 * come, first served; a request that would wait too long, or behind too many, is refused.
 */
export class ByteBudget {
  private free: number;
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly capacity: number,
    private readonly limits: { waitMs: number; waiting: number },
  ) {
    this.free = capacity;
  }

  /**
   * More than the whole budget counts as the whole budget: such a request runs alone.
   *
   * @throws ExportBusy
   */
  async reserve(bytes: number): Promise<Reservation> {
    const wanted = Math.min(bytes, this.capacity);
    if (this.waiting.size === 0 && wanted <= this.free) return this.take(wanted);
    if (this.waiting.size >= this.limits.waiting) throw new ExportBusy();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(entry);
        reject(new ExportBusy());
        // If it was the first in line, the next one may be small enough.
        this.admitNext();
      }, this.limits.waitMs);
      const entry: Waiting = {
        bytes: wanted,
        admit: (reservation) => {
          clearTimeout(timer);
          resolve(reservation);
        },
      };
      this.waiting.add(entry);
    });
  }

  private take(bytes: number): Reservation {
    let held = bytes;
    this.free -= bytes;
    const shrinkTo = (rest: number) => {
      if (rest >= held) return;
      this.free += held - rest;
      held = rest;
      this.admitNext();
    };
    return { shrinkTo, release: () => shrinkTo(0) };
  }

  private admitNext(): void {
    for (const entry of this.waiting) {
      if (entry.bytes > this.free) return;
      this.waiting.delete(entry);
      entry.admit(this.take(entry.bytes));
    }
  }
}
