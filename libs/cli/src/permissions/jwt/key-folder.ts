import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromSeed, type KeyPair } from '@nats-io/jwt';
import { CliError } from '../../cli-error.js';

/** Nkey pairs that were made once and are kept, one seed to a file that only its owner reads. */
export class KeyFolder {
  readonly #folder: string;

  /** @param folder made if it does not exist */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** @throws CliError the file holds no seed of this kind */
  keep(name: string, create: () => KeyPair): KeyPair {
    const file = join(this.#folder, `${name}.nk`);
    const created = create();
    try {
      writeFileSync(file, created.getSeed(), { mode: 0o600, flag: 'wx' });
      return created;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const kept = seedIn(file);
    if (kept && kindOf(kept) === kindOf(created)) return kept;
    throw new CliError(`${file} holds no nkey seed that could be used for ${name}`, {
      fix: 'put the seed back that was there; without it, remove the file: a new one is made, and old credentials end',
    });
  }
}

function seedIn(file: string): KeyPair | undefined {
  const seed = readFileSync(file);
  try {
    return fromSeed(seed);
  } catch {
    // The reason may hold part of the seed.
    return undefined;
  }
}

/** `O` of an operator, `A` of an account, `U` of a user. */
function kindOf(pair: KeyPair): string {
  return pair.getPublicKey()[0]!;
}
