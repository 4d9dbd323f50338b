import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../errors.js';

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
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** A folder to download into; on the same file system as the cache, so that the result can be moved into it. */
  async scratch(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    return mkdtemp(join(this.#folder, 'fetch-'));
  }

  /** Moves a server into the cache, whole or not at all: two starts at once may both do this. */
  async keep(file: string, origin: string): Promise<CachedServer> {
    const draft = await mkdtemp(join(this.#folder, 'keep-'));
    await rename(file, join(draft, 'nats-server'));
    await chmod(join(draft, 'nats-server'), 0o755);
    await chmod(draft, 0o755);
    await writeFile(join(draft, 'origin'), `${origin}\n`);
    await rm(this.#slot, { recursive: true, force: true });
    try {
      await rename(draft, this.#slot);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOTEMPTY' && systemErrorCode(error) !== 'EEXIST') throw error;
      await rm(draft, { recursive: true, force: true }); // the other start was quicker; theirs is as good
    }
    return { path: join(this.#slot, 'nats-server'), origin };
  }
}
