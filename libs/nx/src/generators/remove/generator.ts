import { readJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { forgetService } from '../../runs/run-record.ts';
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
  const folder = `apps/${name}`;
  const { name: packageName } = readJson<{ name: string }>(tree, `${folder}/package.json`);
  for (const event of declaredEvents(tree).filter(({ owner }) => owner === name)) {
    unexportContract(tree, event.file);
    tree.delete(event.file);
    tree.delete(snapshotFile(event));
  }
  tree.delete(folder);
  tree.delete(`prisma/${name}`);
  removeFromLock(tree, folder);
  forgetService(tree, name);
  return afterwards(tree, { packageName, folder }, [
    `${name} is gone from the repository. Restart the platform; then npm run waybill -- consumers prune shows what is left of it on the broker and in Postgres, and --yes removes it.`,
  ]);
}
