/** How many bytes of request bodies may be held at once, over all requests. */
export class BodyBudget {
  #held = 0;

  constructor(private readonly mostBytes: number) {}

  /**
   * Takes room for a body, and gives what hands it back; undefined where there is none. One body alone always finds
   * room, so that whatever a route takes can be sent to it.
   */
  reserve(bytes: number): (() => void) | undefined {
    if (this.#held > 0 && this.#held + bytes > this.mostBytes) return undefined;
    this.#held += bytes;
    let reserved = bytes;
    return () => {
      this.#held -= reserved;
      reserved = 0;
    };
  }
}
