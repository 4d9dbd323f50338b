/** A finding that was not looked for during this time may have gone and come back: its time begins anew. */
const FORGET_MS = 60_000;

/** Since when something that has no time of its own has been seen without a break. */
export class FirstSeen {
  private times = new Map<string, Date>();
  private lookedAt = new Date(0);

  /** All that is seen at this time; what is not among the ids is forgotten. */
  look(ids: readonly string[], at: Date): ReadonlyMap<string, Date> {
    const before = at.getTime() - this.lookedAt.getTime() > FORGET_MS ? new Map<string, Date>() : this.times;
    this.times = new Map(ids.map((id) => [id, before.get(id) ?? at]));
    this.lookedAt = at;
    return this.times;
  }
}
