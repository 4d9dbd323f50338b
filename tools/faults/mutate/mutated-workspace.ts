import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applied, type Mutation } from '../mutations/mutation.ts';
import { ScratchWorkspace } from '../../scratch/scratch-workspace.ts';

/** What tests import and git does not keep: generated clients, and the built helpers of Jest. */
const BUILT = ['libs/*/dist', '{apps,libs}/**/generated'];

/** A copy of the workspace in which one file at a time lacks a mechanism. The checkout itself is never written to. */
export class MutatedWorkspace implements Disposable {
  readonly #original: string;
  readonly #copy: ScratchWorkspace;

  constructor(original: string, signal: AbortSignal) {
    this.#original = original;
    this.#copy = new ScratchWorkspace(original, { signal, packages: 'shared' });
    for (const folder of globSync(BUILT, { cwd: original, exclude: ['**/node_modules/**'] })) {
      cpSync(join(original, folder), join(this.folder, folder), { recursive: true });
    }
  }

  get folder(): string {
    return this.#copy.folder;
  }

  /** Runs `work` without the mechanism. Undefined, and nothing is run, if its text is no longer in the file. */
  async without<T>(mutation: Mutation, work: () => Promise<T>): Promise<T | undefined> {
    const text = readFileSync(join(this.#original, mutation.file), 'utf8');
    const mutated = applied(mutation, text);
    if (mutated === undefined) return undefined;
    const file = join(this.folder, mutation.file);
    this.#write(file, mutated);
    try {
      return await work();
    } finally {
      this.#write(file, text);
    }
  }

  /** An inode of its own, should the copy share those of the original. */
  #write(file: string, text: string): void {
    rmSync(file);
    writeFileSync(file, text);
  }

  [Symbol.dispose](): void {
    this.#copy[Symbol.dispose]();
  }
}
