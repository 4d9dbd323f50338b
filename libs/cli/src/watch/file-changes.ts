import { watch, type FSWatcher } from 'chokidar';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

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
  #files = new Set<string>();
  #newFolders = new Set<string>();
  /** Set with the first of them. */
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wake: () => void = () => undefined;
  #ended = false;

  private constructor(folders: readonly string[], failed: (error: unknown) => void) {
    // What chokidar begins to watch while it is closed, it leaves open: that must not keep the process.
    this.#watcher = watch([...folders], { ignoreInitial: true, persistent: false });
    this.#watcher
      .on('error', failed)
      .on('all', (event, path) => event !== 'unlinkDir' && this.#add(path, event === 'addDir'));
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
      const [files, folders, since] = [this.#files, this.#newFolders, this.#since];
      this.#files = new Set();
      this.#newFolders = new Set();
      this.#since = undefined;
      for (const file of await this.#lookAgain([...folders])) files.add(file);
      if (files.size > 0) yield { paths: files, since: since! };
    }
  }

  async close(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#wake();
    await this.#watcher.close();
  }

  /**
   * chokidar reads a new folder first and watches it then: what is created between the two, it neither reports nor, if
   * that is a folder, watches.
   *
   * @returns every file in the new folders
   */
  async #lookAgain(newFolders: readonly string[]): Promise<string[]> {
    const folders = newFolders.filter(existsSync);
    this.#watcher.add(folders);
    return (await Promise.all(folders.map(filesIn))).flat();
  }

  #add(path: string, isFolder: boolean): void {
    this.#since ??= performance.now();
    (isFolder ? this.#newFolders : this.#files).add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#wake();
    }, QUIET);
  }

  async #quiet(): Promise<void> {
    if (this.#ended || (this.#since !== undefined && this.#timer === undefined)) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

/** Of a folder that may have been removed again meanwhile. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
