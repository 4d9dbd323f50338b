// The JavaScript of one source file, as the build and `npm start -- --watch` emit it.
import { transformFile } from '@swc/core';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

/**
 * Where a source file's JavaScript belongs: `dist/http/orders.controller.js` for `src/http/orders.controller.ts`.
 *
 * @param {string} project its folder
 * @param {string} file
 * @returns {string | undefined} undefined if nothing is emitted: for tests, declarations, and files outside `src`
 */
export function outputOf(project, file) {
  const inside = relative(join(project, 'src'), file);
  if (inside.startsWith('..') || !inside.endsWith('.ts') || /\.(?:spec|d)\.ts$/.test(inside))
    return undefined;
  return join(project, 'dist', inside.replace(/\.ts$/, '.js'));
}

/**
 * @param {string} file
 * @param {string} out where the JavaScript will be: the paths in its source map are relative to it
 * @returns {Promise<{ code: string, map: string }>}
 * @throws Error a syntax error, with its place in the file
 */
export async function compile(file, out) {
  const sourceFileName = relative(dirname(out), file);
  const { code, map } = await transformFile(file, { sourceMaps: true, sourceFileName });
  return { code: `${code}//# sourceMappingURL=${basename(out)}.map\n`, map };
}

/**
 * Writes what differs. A process may be running from dist, or be started now: it reads the old file or the new one.
 *
 * @param {string} out
 * @param {{ code: string, map: string }} compiled
 */
export async function emit(out, { code, map }) {
  await mkdir(dirname(out), { recursive: true });
  await replace(`${out}.map`, map);
  await replace(out, code);
}

/**
 * @param {string} path
 * @param {string} text
 */
async function replace(path, text) {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, path);
}
