import type { Output } from './command.js';

/**
 * One line that shows the progress: rewritten in place ten times a second on a terminal, a new line every five seconds
 * in a log.
 */
export class Progress {
  readonly #out: Output;
  readonly #everyMs: number;
  readonly #now: () => number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #width = 0;

  constructor(out: Output, now: () => number = Date.now) {
    this.#out = out;
    this.#everyMs = out.isTTY ? 100 : 5000;
    this.#now = now;
    // No line in a log for what takes less than five seconds.
    if (!out.isTTY) this.#shownAt = now();
  }

  /** Shows the text if it is time to. */
  update(text: () => string): void {
    if (this.#now() - this.#shownAt < this.#everyMs) return;
    this.#shownAt = this.#now();
    this.#show(text());
  }

  /** Leaves a finished line behind. */
  done(text: string): void {
    this.#shownAt = this.#now();
    this.#show(text);
    if (this.#out.isTTY) this.#out.write('\n');
    this.#width = 0;
  }

  /** Clears an unfinished line. */
  clear(): void {
    if (this.#out.isTTY && this.#width > 0) this.#out.write(`\r${' '.repeat(this.#width)}\r`);
    this.#width = 0;
  }

  #show(text: string): void {
    if (this.#out.isTTY) this.#out.write(`\r${text.padEnd(this.#width)}`);
    else this.#out.write(`${text}\n`);
    this.#width = text.length;
  }
}
