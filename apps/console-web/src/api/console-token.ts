const KEPT_AS = 'waybill.token';

/** What the reader is asked for: `refused` once a token did not do. */
export interface TokenQuestion {
  refused: boolean;
}

/**
 * The token that changes need where other machines can reach the console. Asked for when the server first wants it,
 * once for all requests that wait for it, and kept as long as the tab is open.
 */
export class ConsoleToken {
  private asked: (TokenQuestion & { answered: PromiseWithResolvers<string | undefined> }) | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {}

  get current(): string | undefined {
    return this.storage().getItem(KEPT_AS) ?? undefined;
  }

  /** Open until the reader has answered. The same object as long as it is the same question. */
  get question(): TokenQuestion | undefined {
    return this.asked;
  }

  /** The token to try instead of the one that was refused; undefined where the reader has none to give. */
  async instead(refused: string | undefined): Promise<string | undefined> {
    const { current } = this;
    // Another request has asked meanwhile.
    if (current !== undefined && current !== refused) return current;
    this.storage().removeItem(KEPT_AS);
    if (!this.asked) {
      this.asked = { refused: refused !== undefined, answered: Promise.withResolvers() };
      this.tell();
    }
    return this.asked.answered.promise;
  }

  /** The reader's answer; nothing, where they closed the question. */
  answer(token: string | undefined): void {
    const { asked } = this;
    if (!asked) return;
    if (token !== undefined) this.storage().setItem(KEPT_AS, token);
    this.asked = undefined;
    asked.answered.resolve(token);
    this.tell();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** The page's own. */
export const consoleToken = new ConsoleToken(() => sessionStorage);
