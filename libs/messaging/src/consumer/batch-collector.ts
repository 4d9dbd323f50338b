/**
 * Gathers items into batches: hands one over when it is full, or `maxWaitMs` after its first item, and
 * gathers the next while that one is handled. One batch at a time.
 */
export class BatchCollector<Item> {
  #gathered: Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  #handling = false;

  constructor(
    private readonly options: { maxMessages: number; maxWaitMs: number },
    private readonly handle: (batch: Item[]) => Promise<void>,
  ) {}

  add(item: Item): void {
    this.#gathered.push(item);
    if (this.#gathered.length >= this.options.maxMessages) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.options.maxWaitMs);
  }

  /** Gives back what is gathered and not handed over. */
  drain(): Item[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#gathered.splice(0);
  }

  private flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // The running batch hands over what has come together by then.
    if (this.#handling || this.#gathered.length === 0) return;
    this.#handling = true;
    void this.handle(this.#gathered.splice(0, this.options.maxMessages)).finally(() => {
      this.#handling = false;
      this.flush();
    });
  }
}
