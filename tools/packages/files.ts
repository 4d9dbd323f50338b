import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collectTemplate } from '@waybill/nx/workspace';
import { builtAs } from './doors.ts';
import type { PublishedPackage } from './published.ts';

/** The page that a service serves is a project of its own. */
const PAGES: Readonly<Record<string, string>> = { 'apps/console': 'apps/console-web/dist' };

/** Copies what the package's `files` names, but for its modules, and what npm adds to every package. */
export function copyFiles(
  { shortName, folder, manifest }: PublishedPackage,
  version: string,
  out: string,
): void {
  mkdirSync(out, { recursive: true });
  cpSync('LICENSE', join(out, 'LICENSE'));
  for (const file of ['README.md', ...(manifest.files ?? [])]) {
    if (file === 'dist') continue;
    if (file === 'template.json') write(join(out, file), templateText(version));
    else if (file.endsWith('.json')) copyJson(folder, file, out);
    else cpSync(placeOf(file), join(out, file), { recursive: true });
  }

  // A program is built as one file with all that it imports.
  for (const program of Object.values(manifest.bin ?? {})) cpSync(join(folder, program), join(out, program));

  function placeOf(file: string): string {
    if (file === 'page') return PAGES[folder]!;
    return file === `prisma/${shortName}` ? file : join(folder, file);
  }
}

/** What workspaces are made of: this repository's own files. */
function templateText(version: string): string {
  return JSON.stringify({ ...collectTemplate(pathToFileURL('./')), version });
}

/** `"./src/generators/service/generator.ts#serviceGenerator"`, `"./src/generators/service/schema.json"` */
const SOURCE_PATH = /"\.\/(src\/[^"#]+)/g;

/** What Nx reads of a plugin: it names sources here, which are built or data in the package. */
function copyJson(folder: string, file: string, out: string): void {
  const text = readFileSync(join(folder, file), 'utf8').replace(SOURCE_PATH, (_, source: string) => {
    const built = builtAs(source.replace(/^src(\/.*\.json)$/, 'dist$1'));
    if (built.endsWith('.json')) write(join(out, built), readFileSync(join(folder, source), 'utf8'));
    return `"./${built}`;
  });
  write(join(out, file), text);
}

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
