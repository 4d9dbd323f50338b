const SECONDS = 10;

/** The rate over the last ten seconds, counted by the second, so that its size is limited. */
export class RateWindow {
  private readonly seconds = new Map<number, number>();

  add(atMs: number): void {
    const second = Math.floor(atMs / 1_000);
    this.seconds.set(second, (this.seconds.get(second) ?? 0) + 1);
    for (const old of this.seconds.keys()) if (old <= second - SECONDS) this.seconds.delete(old);
  }

  perSecond(nowMs: number): number {
    const oldest = Math.floor(nowMs / 1_000) - SECONDS;
    let sum = 0;
    for (const [second, count] of this.seconds) if (second > oldest) sum += count;
    return sum / SECONDS;
  }
}
