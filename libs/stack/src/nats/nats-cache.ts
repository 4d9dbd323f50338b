import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ignore } from '../errors.js';
import type { NatsProgram } from './nats-source.js';
import { versionOfUsable } from './nats-version.js';

/** A nats-server kept in the cache folder, with a note of where it came from. */
export interface CachedServer {
  readonly path: string;
  /** As in "Debian package 2.15.1-1 (forky)". */
  readonly origin: string;
}

export class NatsCache {
  readonly #folder: string;
  readonly #slot: string;

  constructor(cacheFolder: string) {
    this.#folder = join(cacheFolder, 'nats-server');
    this.#slot = join(this.#folder, 'default');
  }

  async read(): Promise<CachedServer | undefined> {
    try {
      return {
        path: join(this.#slot, 'nats-server'),
        origin: (await readFile(join(this.#slot, 'origin'), 'utf8')).trim(),
      };
    } catch (error) {
      return ignore(error, 'ENOENT');
    }
  }

  /**
   * Keeps what `fetch` brings, if it can be used.
   *
   * @param fetch downloads into a scratch folder, which is removed at the end, and says where in it the program is
   * @throws Error if the program is too old or does not run here, and what `fetch` throws
   */
  async fill(fetch: (scratch: string) => Promise<{ file: string; origin: string }>): Promise<NatsProgram> {
    await mkdir(this.#folder, { recursive: true });
    // On the same file system as the cache, so that the program can be moved into it.
    const scratch = await mkdtemp(join(this.#folder, 'fetch-'));
    try {
      const { file, origin } = await fetch(scratch);
      const version = await versionOfUsable(file, origin);
      await this.#keep(file, origin);
      return { path: join(this.#slot, 'nats-server'), version, from: origin };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Moves a server into the cache, whole or not at all: two starts may do this at the same time. */
  async #keep(file: string, origin: string): Promise<void> {
    const draft = await mkdtemp(join(this.#folder, 'keep-'));
    await rename(file, join(draft, 'nats-server'));
    await chmod(join(draft, 'nats-server'), 0o755);
    await chmod(draft, 0o755);
    await writeFile(join(draft, 'origin'), `${origin}\n`);
    await rm(this.#slot, { recursive: true, force: true });
    try {
      await rename(draft, this.#slot);
    } catch (error) {
      ignore(error, 'ENOTEMPTY', 'EEXIST');
      await rm(draft, { recursive: true, force: true }); // the other start was quicker; its server is as good
    }
  }
}
