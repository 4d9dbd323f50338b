import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a process needs in its environment so that its clock can be set. */
export interface ClockEnvironment {
  NODE_OPTIONS: string;
  LAB_CLOCKS: string;
}

const PRELOAD = new URL('shifted-clock.mjs', import.meta.url);

/** The clock of one process. It reads its file when it starts and ten times a second. */
export class ClockFile {
  readonly #path: string;

  /** @param port the process's PORT, by which it finds its file, also after a restart */
  constructor(folder: string, port: number) {
    this.#path = join(folder, String(port));
  }

  /** For all processes that use clock files of this folder. */
  static environment(folder: string): ClockEnvironment {
    return {
      NODE_OPTIONS: `--import=${PRELOAD.href}`,
      LAB_CLOCKS: folder,
    };
  }

  /** @param offsetMs how far its clock is ahead of the machine's, or behind */
  set(offsetMs: number): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    // Renamed, so that a process never reads half a number.
    const next = `${this.#path}.next`;
    writeFileSync(next, String(offsetMs));
    renameSync(next, this.#path);
  }

  /** Back to the machine's clock. */
  reset(): void {
    rmSync(this.#path, { force: true });
  }
}
