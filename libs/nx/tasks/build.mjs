// Emits one project's dist/ from its src/ with swc: types are checked elsewhere (`tsc` over the workspace).
import { transformFile } from '@swc/core';
import { glob, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const project = process.argv[2];
const source = join(project, 'src');
const target = join(project, 'dist');

await rm(target, { recursive: true, force: true });
for await (const file of glob(`${source}/**/*.ts`)) {
  if (file.endsWith('.spec.ts') || file.endsWith('.d.ts')) continue;
  const out = join(target, relative(source, file).replace(/\.ts$/, '.js'));
  const { code, map } = await transformFile(file, { sourceFileName: relative(dirname(out), file) });
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, `${code}//# sourceMappingURL=${out.split('/').at(-1)}.map\n`);
  await writeFile(`${out}.map`, map);
}
