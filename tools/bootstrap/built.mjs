import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** All that a build reads or writes: projects with their dist/ and generated clients, schemas, and the tools that build. */
const LOOKED_AT = [
  'apps',
  'libs',
  'prisma',
  'tools',
  'package-lock.json',
  'tsconfig.json',
  'nx.json',
  '.swcrc',
];
const LEFT_OUT = new Set(['node_modules', 'coverage', '.waybill']);

/**
 * True if no file that a build reads or writes has changed since the last one. Nx would say the same from the contents,
 * in one second more.
 *
 * @param {string} root
 */
export function builtAlready(root) {
  return existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === stamp(root);
}

/**
 * Notes that everything is built as it stands.
 *
 * @param {string} root
 */
export function recordBuild(root) {
  writeFileSync(stampPath(root), stamp(root));
}

/** Of every file's path, size and time of change. */
function stamp(root) {
  const hash = createHash('sha256');
  for (const path of LOOKED_AT.map((name) => join(root, name)))
    for (const line of filesOf(path)) hash.update(line);
  return hash.digest('hex');
}

function* filesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) yield `${path}\0${stat.size}\0${stat.mtimeMs}\n`;
  else for (const name of readdirSync(path).sort()) if (!LEFT_OUT.has(name)) yield* filesOf(join(path, name));
}

function stampPath(root) {
  return join(root, 'node_modules', '.waybill-built');
}
