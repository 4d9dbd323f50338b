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

/** What a build writes. */
const OUTPUT = /\/(dist|generated)\//;

/**
 * True if no file that a build reads or writes has changed since the last one. Nx would say the same from the contents,
 * in one second more.
 *
 * @param {string} root
 */
export function builtAlready(root) {
  if (!existsSync(stampPath(root))) return false;
  const { sources, outputs } = stamps(root);
  return readFileSync(stampPath(root), 'utf8') === `${sources} ${outputs}`;
}

/**
 * What a build that begins now is made from, as one value.
 *
 * @param {string} root
 */
export function sourcesOf(root) {
  return stamps(root).sources;
}

/**
 * Notes that everything is built.
 *
 * @param {string} root
 * @param {string} sources as they were when it began: what was saved meanwhile is in it or not
 */
export function recordBuild(root, sources) {
  writeFileSync(stampPath(root), `${sources} ${stamps(root).outputs}`);
}

/** Of every file's path, size and time of change. */
function stamps(root) {
  const [sources, outputs] = [createHash('sha256'), createHash('sha256')];
  for (const path of LOOKED_AT.map((name) => join(root, name)))
    for (const line of filesOf(path)) (OUTPUT.test(line) ? outputs : sources).update(line);
  return { sources: sources.digest('hex'), outputs: outputs.digest('hex') };
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
