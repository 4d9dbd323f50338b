import { watch, type FSWatcher } from 'chokidar';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/**
 * Milliseconds without another change: an editor writes several files, and a branch switch hundreds. More than the 50 in
 * which chokidar reports only the first change of a file, so that the last one is not read too early.
 */
const QUIET = 60;

export interface Batch {
  readonly paths: ReadonlySet<string>;
  /** When the first one changed, on `performance.now()`'s clock. */
  readonly since: number;
}

/**
 * Files that were added, changed or removed under some folders, in batches. chokidar rather than `fs.watch`: it reports
 * a save by rename, as editors do it, as one change, looks into new folders, and can poll where the file system reports
 * nothing (`CHOKIDAR_USEPOLLING=1`, for network shares).
 */
export class FileChanges {
  readonly #watcher: FSWatcher;
  #paths = new Set<string>();
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #wake: () => void = () => undefined;
  #ended = false;

  private constructor(folders: readonly string[], failed: (error: unknown) => void) {
    this.#watcher = watch([...folders], { ignoreInitial: true });
    this.#watcher.on('error', failed).on('all', (event, path) => {
      if (!event.endsWith('Dir')) this.#add(path);
    });
  }

  /**
   * Resolves once changes are seen.
   *
   * @param folders those that do not exist are left out: with one of them, chokidar would be ready before it is
   * @param failed called if something cannot be watched; the rest is
   */
  static async in(folders: readonly string[], failed: (error: unknown) => void): Promise<FileChanges> {
    const changes = new FileChanges(folders.filter(existsSync), failed);
    await once(changes.#watcher, 'ready');
    return changes;
  }

  /** Folders that are watched already are watched once. */
  alsoIn(folders: readonly string[]): void {
    this.#watcher.add([...folders]);
  }

  /** The batches, one after the other, until `close`. What changes meanwhile is in the next one. */
  async *batches(): AsyncGenerator<Batch> {
    for (;;) {
      await this.#quiet();
      if (this.#ended) return;
      const paths = this.#paths;
      this.#paths = new Set();
      yield { paths, since: this.#since };
    }
  }

  async close(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#wake();
    await this.#watcher.close();
  }

  #add(path: string): void {
    if (this.#paths.size === 0) this.#since = performance.now();
    this.#paths.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#wake();
    }, QUIET);
  }

  async #quiet(): Promise<void> {
    if (this.#ended || (this.#paths.size > 0 && this.#timer === undefined)) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
