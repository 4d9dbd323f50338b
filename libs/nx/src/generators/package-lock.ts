import { readJson, writeJson, type Tree } from '@nx/devkit';

const LOCK = 'package-lock.json';

interface Lock {
  packages: Record<string, unknown>;
}

/** Adds a package of the workspace as `npm install` would, so that `npm ci` links it. Without a lock npm has to make one first. */
export function addToLock(tree: Tree, folder: string, name: string, version: string): void {
  update(tree, (packages) => ({
    ...packages,
    [folder]: { name, version },
    [`node_modules/${name}`]: { resolved: folder, link: true },
  }));
}

export function removeFromLock(tree: Tree, folder: string): void {
  update(tree, (packages) =>
    Object.fromEntries(
      Object.entries(packages).filter(
        ([path, entry]) => path !== folder && (entry as { resolved?: string }).resolved !== folder,
      ),
    ),
  );
}

function update(tree: Tree, change: (packages: Lock['packages']) => Lock['packages']): void {
  if (!tree.exists(LOCK)) return;
  const lock = readJson<Lock>(tree, LOCK);
  const { '': root, ...packages } = change(lock.packages);
  // The order of npm.
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeJson(tree, LOCK, { ...lock, packages: Object.fromEntries([['', root], ...sorted]) });
}
