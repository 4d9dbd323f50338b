import { access, chmod, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
  readonly #folders: readonly string[];

  /** @param cacheFolders best first; the further ones are for a home that cannot be written to */
  constructor(...cacheFolders: readonly string[]) {
    this.#folders = cacheFolders.map((folder) => join(folder, 'nats-server'));
  }

  async read(): Promise<CachedServer | undefined> {
    for (const slot of this.#folders.map(slotOf)) {
      try {
        const origin = (await readFile(join(slot, 'origin'), 'utf8')).trim();
        return { path: join(slot, 'nats-server'), origin };
      } catch (error) {
        ignore(error, 'ENOENT', 'ENOTDIR', 'EACCES');
      }
    }
    return undefined;
  }

  /**
   * Keeps what `fetch` brings, if it can be used.
   *
   * @param fetch downloads into a scratch folder, which is removed at the end, and says where in it the program is
   * @throws Error if the program is too old or does not run here, and what `fetch` throws
   */
  async fill(fetch: (scratch: string) => Promise<{ file: string; origin: string }>): Promise<NatsProgram> {
    const folder = await this.#writable();
    // On the same file system as the cache, so that the program can be moved into it.
    const scratch = await mkdtemp(join(folder, 'fetch-'));
    try {
      const { file, origin } = await fetch(scratch);
      const version = await versionOfUsable(file, origin);
      await keep(folder, file, origin);
      return { path: join(slotOf(folder), 'nats-server'), version, from: origin };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** @throws Error the first folder's, if none can be written to */
  async #writable(): Promise<string> {
    let first: unknown;
    for (const folder of this.#folders) {
      try {
        await mkdir(folder, { recursive: true });
        await access(folder, constants.W_OK);
        return folder;
      } catch (error) {
        ignore(error, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST'); // Node says the last of some read-only disks
        first ??= error;
      }
    }
    throw first;
  }
}

function slotOf(folder: string): string {
  return join(folder, 'default');
}

/** Moves a server into the cache, whole or not at all: two starts may do this at the same time. */
async function keep(folder: string, file: string, origin: string): Promise<void> {
  const draft = await mkdtemp(join(folder, 'keep-'));
  await rename(file, join(draft, 'nats-server'));
  await chmod(join(draft, 'nats-server'), 0o755);
  await chmod(draft, 0o755);
  await writeFile(join(draft, 'origin'), `${origin}\n`);
  await rm(slotOf(folder), { recursive: true, force: true });
  try {
    await rename(draft, slotOf(folder));
  } catch (error) {
    ignore(error, 'ENOTEMPTY', 'EEXIST');
    await rm(draft, { recursive: true, force: true }); // the other start was quicker; its server is as good
  }
}
