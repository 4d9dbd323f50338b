/** Holds handlers until it is opened, and tells how many it holds. */
export class Gate {
  held = 0;
  most = 0;
  #open!: () => void;
  readonly #opened = new Promise<void>((resolve) => (this.#open = resolve));

  async pass(): Promise<void> {
    this.held += 1;
    this.most = Math.max(this.most, this.held);
    await this.#opened;
    this.held -= 1;
  }

  open(): void {
    this.#open();
  }
}
