/**
 * One result for all callers within `ms` of its arrival, and for those who call while it is awaited. An error is thrown
 * to those who waited for it, and is not kept.
 */
export class SharedResult<T> {
  private pending: Promise<T> | undefined;
  private latest: { value: T; at: number } | undefined;

  constructor(
    private readonly ms: number,
    private readonly load: () => Promise<T>,
  ) {}

  get(): Promise<T> {
    if (this.latest && Date.now() - this.latest.at < this.ms) return Promise.resolve(this.latest.value);
    return (this.pending ??= this.refresh().finally(() => (this.pending = undefined)));
  }

  forget(): void {
    this.latest = undefined;
  }

  private async refresh(): Promise<T> {
    const value = await this.load();
    this.latest = { value, at: Date.now() };
    return value;
  }
}
