// Emits one project's dist/ from its src/ with swc: types are checked elsewhere (`tsc` over the workspace). A process may be
// running from dist: only what differs is written, and nothing is missing meanwhile.
import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, emit, outputOf } from './compile.mjs';

const project = process.argv[2];

const emitted = new Set();
for await (const file of glob(`${project}/src/**/*.ts`)) {
  const out = outputOf(project, file);
  if (out === undefined) continue;
  await emit(out, await compile(file, out));
  emitted.add(out).add(`${out}.map`);
}
for await (const file of glob(join(project, 'dist', '**', '*.{js,js.map}')))
  if (!emitted.has(file)) await rm(file);
