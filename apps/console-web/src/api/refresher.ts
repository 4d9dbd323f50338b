/**
 * Refreshes what changed, one request at a time for each key; a change during the request causes one more afterwards.
 * So a busy platform neither piles up requests nor cancels each by the next change, and the last change is always seen.
 */
export class Refresher {
  private readonly underWay = new Map<string, 'running' | 'again'>();

  constructor(private readonly refresh: (key: readonly string[]) => Promise<void>) {}

  /** Never rejects: the query itself shows what went wrong. */
  async changed(key: readonly string[]): Promise<void> {
    const name = JSON.stringify(key);
    if (this.underWay.has(name)) {
      this.underWay.set(name, 'again');
      return;
    }
    do {
      this.underWay.set(name, 'running');
      await this.refresh(key).catch(() => undefined);
    } while (this.underWay.get(name) === 'again');
    this.underWay.delete(name);
  }
}
