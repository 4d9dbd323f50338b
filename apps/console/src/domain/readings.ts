/** Counters that only grow, read at one time. */
export interface Reading {
  atMs: number;
  /** The streams that were read. If they change, earlier readings do not count. */
  sources: readonly string[];
  counts: Readonly<Record<string, number>>;
}

const WINDOW_MS = 10_000;

/** Readings of the last ten seconds, and the one before them: rates are taken between the oldest and the newest. */
export class Readings {
  private kept: Reading[] = [];

  add(reading: Reading): void {
    const { sources } = this.kept.at(-1) ?? reading;
    if (sources.join() !== reading.sources.join()) this.kept = [];
    const oldest = reading.atMs - WINDOW_MS;
    const inside = this.kept.findIndex(({ atMs }) => atMs > oldest);
    const before = inside < 0 ? this.kept.length - 1 : inside - 1;
    // A reading from long ago (nothing was read meanwhile) would flatten the current rate.
    this.kept = [...this.kept.slice(Math.max(before, 0)), reading].filter(
      ({ atMs }) => atMs > oldest - WINDOW_MS / 2,
    );
  }

  /** 0 until there are two readings. A counter that fell (a new stream, expired messages) counts as unchanged. */
  perSecond(counted: (name: string) => boolean): number {
    const [first] = this.kept;
    const last = this.kept.at(-1);
    if (!first || !last || last.atMs <= first.atMs) return 0;
    let grown = 0;
    for (const [name, count] of Object.entries(last.counts)) {
      if (counted(name)) grown += Math.max(0, count - (first.counts[name] ?? 0));
    }
    return (grown * 1_000) / (last.atMs - first.atMs);
  }
}
