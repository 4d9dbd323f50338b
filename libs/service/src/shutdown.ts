/** Known from the moment the process is told to stop. What never ends by itself (a stream to a client) ends on its signal. */
export class Shutdown {
  private readonly controller = new AbortController();

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }
}
