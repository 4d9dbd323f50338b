import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tells one process to fill its heap; it looks four times a second. */
export class MemoryFile {
  readonly #folder: string;
  readonly #path: string;

  /** @param port the process's PORT, by which it finds its file */
  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#path = join(folder, `${port}.memory`);
  }

  static preload(): string {
    return `--import=${new URL('memory-hog.mjs', import.meta.url).href}`;
  }

  exhaust(): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#path, '');
  }

  reset(): void {
    rmSync(this.#path, { force: true });
  }
}
