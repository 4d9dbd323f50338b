// Emits one project's dist/ from its src/ with swc: types are checked elsewhere (`tsc` over the workspace). A process may be
// running from dist: only what differs is written, each file at once, and nothing is missing meanwhile.
import { transformFile } from '@swc/core';
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const project = process.argv[2];
const source = join(project, 'src');
const target = join(project, 'dist');

const written = new Set();
for await (const file of glob(`${source}/**/*.ts`)) {
  if (file.endsWith('.spec.ts') || file.endsWith('.d.ts')) continue;
  const out = join(target, relative(source, file).replace(/\.ts$/, '.js'));
  const { code, map } = await transformFile(file, { sourceFileName: relative(dirname(out), file) });
  await mkdir(dirname(out), { recursive: true });
  await write(out, `${code}//# sourceMappingURL=${out.split('/').at(-1)}.map\n`);
  await write(`${out}.map`, map);
}
for await (const file of glob(`${target}/**/*.{js,js.map}`)) if (!written.has(file)) await rm(file);

async function write(file, text) {
  written.add(file);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
