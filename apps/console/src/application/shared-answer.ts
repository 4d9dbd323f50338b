/**
 * One answer for everybody who asks within `ms` of its arrival, and for those who ask while it is on its way. An
 * error is handed to those who waited for it, and is not kept.
 */
export class SharedAnswer<T> {
  private pending: Promise<T> | undefined;
  private latest: { value: T; at: number } | undefined;

  constructor(
    private readonly ms: number,
    private readonly ask: () => Promise<T>,
  ) {}

  get(): Promise<T> {
    if (this.pending) return this.pending;
    if (this.latest && Date.now() - this.latest.at < this.ms) return Promise.resolve(this.latest.value);
    this.pending = this.ask()
      .then((value) => {
        this.latest = { value, at: Date.now() };
        return value;
      })
      .finally(() => (this.pending = undefined));
    return this.pending;
  }

  forget(): void {
    this.latest = undefined;
  }
}
