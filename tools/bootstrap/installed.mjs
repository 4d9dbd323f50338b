import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * True if node_modules is what package-lock.json says. The stamp of the last install answers at once; without it (somebody
 * ran npm by hand) npm's own record of what it installed is compared, package by package.
 *
 * @param {string} root
 */
export function installedAsLocked(root) {
  if (!existsSync(recordPath(root))) return false;
  if (existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === stamp(root)) return true;
  if (!sameAsLocked(root)) return false;
  recordInstall(root);
  return true;
}

/**
 * Notes that node_modules is now as locked.
 *
 * @param {string} root
 */
export function recordInstall(root) {
  writeFileSync(stampPath(root), stamp(root));
}

function sameAsLocked(root) {
  const locked = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(recordPath(root));
  return Object.entries(locked)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
    .every(([path, { version, optional }]) => {
      // Optional packages are for other platforms, or were allowed to fail.
      return installed[path] === undefined ? optional === true : installed[path].version === version;
    });
}

function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** Also of npm's record: whoever changes node_modules with npm changes that file too. */
function stamp(root) {
  const hash = createHash('sha256');
  for (const path of [join(root, 'package-lock.json'), recordPath(root)]) hash.update(readFileSync(path));
  return hash.digest('hex');
}

function stampPath(root) {
  return join(root, 'node_modules', '.waybill-installed');
}

function recordPath(root) {
  return join(root, 'node_modules', '.package-lock.json');
}
