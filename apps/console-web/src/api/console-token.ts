import { Listeners } from './listeners.ts';

const KEPT_AS = 'waybill.token';

/** What the reader is asked for: `refused` if the token that was tried is wrong. */
export interface TokenQuestion {
  refused: boolean;
}

/**
 * The token that changes need if other machines can reach the console. Asked for when the server first requires it,
 * once for all requests that wait for it, and kept as long as the tab is open.
 */
export class ConsoleToken {
  private asked: (TokenQuestion & { answered: PromiseWithResolvers<string | undefined> }) | undefined;
  private readonly listeners = new Listeners();
  readonly subscribe = this.listeners.subscribe;

  constructor(private readonly storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {}

  get current(): string | undefined {
    return this.storage().getItem(KEPT_AS) ?? undefined;
  }

  /** Set until the reader submits or closes the dialog; the same object for the same question. */
  get question(): TokenQuestion | undefined {
    return this.asked;
  }

  /** The token to try instead of the one that was refused; undefined if the reader gave none. */
  async instead(refused: string | undefined): Promise<string | undefined> {
    const { current } = this;
    // Another request has asked in the meantime.
    if (current !== undefined && current !== refused) return current;
    this.storage().removeItem(KEPT_AS);
    if (!this.asked) {
      this.asked = { refused: refused !== undefined, answered: Promise.withResolvers() };
      this.listeners.notify();
    }
    return this.asked.answered.promise;
  }

  /** The token that the reader entered; undefined if they closed the dialog. */
  answer(token: string | undefined): void {
    const { asked } = this;
    if (!asked) return;
    if (token !== undefined) this.storage().setItem(KEPT_AS, token);
    this.asked = undefined;
    asked.answered.resolve(token);
    this.listeners.notify();
  }
}

export const consoleToken = new ConsoleToken(() => sessionStorage);
