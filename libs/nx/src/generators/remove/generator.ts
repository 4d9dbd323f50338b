import type { GeneratorCallback, Tree } from '@nx/devkit';
import { declaredEvents, snapshotFile, unexportContract } from '../contracts.ts';
import { afterwards } from '../derived-files.ts';
import { removeFromLock } from '../package-lock.ts';
import { requireRemovable } from './requirements.ts';

export interface RemoveOptions {
  readonly name: string;
}

/** Takes a service away, with everything in the repository that belongs to it. */
export function removeGenerator(tree: Tree, { name }: RemoveOptions): GeneratorCallback {
  requireRemovable(tree, name);
  for (const event of declaredEvents(tree).filter(({ owner }) => owner === name)) {
    unexportContract(tree, event.file);
    tree.delete(event.file);
    tree.delete(snapshotFile(event));
  }
  tree.delete(`apps/${name}`);
  tree.delete(`prisma/${name}`);
  removeFromLock(tree, `apps/${name}`);
  return afterwards(tree, [
    `${name} is removed from the repository. What it has on the broker and in Postgres: npm run waybill -- consumers prune --streams`,
  ]);
}
