import {
  copyFileSync,
  mkdirSync,
  openSync,
  closeSync,
  readSync,
  statSync,
  truncateSync,
  fstatSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ignore } from '../errors.js';

/**
 * A child's log, to which the child itself holds the descriptor: it can write while the supervisor is busy,
 * and after the supervisor was killed. Rotation therefore copies and truncates (the descriptor is in append mode);
 * lines written between the two steps are lost, the process is unaffected.
 */
export class LogFile {
  readonly path: string;
  readonly #limit: number;

  /** @param limit bytes after which the file is moved to `<path>.1` */
  constructor(path: string, limit = 10 * 1024 * 1024) {
    this.path = path;
    this.#limit = limit;
  }

  /** Opens for appending; the caller closes the descriptor once the child has it. */
  open(): number {
    mkdirSync(dirname(this.path), { recursive: true });
    return openSync(this.path, 'a');
  }

  rotateIfLarge(): void {
    if (this.size() <= this.#limit) return;
    copyFileSync(this.path, `${this.path}.1`);
    truncateSync(this.path);
  }

  size(): number {
    try {
      return statSync(this.path).size;
    } catch (error) {
      return ignore(error, 'ENOENT') ?? 0;
    }
  }

  /** The last lines written at or after the byte `from`, at most 16 KiB of them. */
  tail(lines = 20, from = 0): string {
    const file = openSync(this.path, 'r');
    try {
      const end = fstatSync(file).size;
      const start = Math.max(Math.min(from, end), end - 16_384);
      const bytes = Buffer.alloc(end - start);
      readSync(file, bytes, 0, bytes.length, start);
      return bytes.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } finally {
      closeSync(file);
    }
  }
}
