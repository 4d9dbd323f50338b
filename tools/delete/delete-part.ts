import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { format, resolveConfig, type Options } from 'prettier';
import type { Part } from './parts.ts';
import { pruneManifest, unusedDependencies } from './prune-manifest.ts';
import { prunePage, withoutCommands } from './prune-page.ts';
import { pruneSource } from './prune-source.ts';

const SOURCES = ['{apps,libs,tools,bench}/**/*.{ts,tsx,mjs}', '*.mjs'];
const PAGES = ['*.md', 'docs/**/*.md', '{apps,libs}/*/*.md'];

export interface Deleted {
  readonly files: readonly string[];
  readonly changed: readonly string[];
  readonly dependencies: readonly string[];
}

/**
 * Deletes a part of the workspace in the current folder, and what used it. Everything is worked out before anything is
 * written: an error leaves the workspace as it was.
 *
 * @returns undefined if the part is not there
 * @throws Error a file uses the part in a way that cannot go alone
 */
export async function deletePart({ files, named }: Part): Promise<Deleted | undefined> {
  const deleted = list(files);
  if (deleted.length === 0) return undefined;
  const gone = new Set(deleted);
  const isGone = (path: string) => gone.has(path);
  const packages = deleted.filter((file) => /^(apps|libs)\/[^/]+\/package\.json$/.test(file)).map(nameOf);
  const naming = new Set(list(named?.in ?? []));

  const changes = new Map<string, string>();
  const change = async (file: string, before: string, after: string, options?: Options) => {
    if (after !== before)
      changes.set(file, await format(after, { ...(await resolveConfig(file)), ...options, filepath: file }));
  };
  const left = list(SOURCES).filter((file) => !isGone(file));
  for (const file of left) {
    const before = readFileSync(file, 'utf8');
    const pruned = pruneSource(file, before, {
      module: (specifier) => packages.includes(specifier) || candidates(file, specifier).some(isGone),
      ...(naming.has(file) && { text: (text) => named!.as.test(text) }),
    });
    await change(file, before, pruned);
  }
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const pruned = pruneManifest(manifest, isGone);
  const dependencies = unusedDependencies(dependenciesOf(manifest), {
    deleted: deleted
      .filter((file) => /\.(ts|tsx|mjs|css)$/.test(file))
      .map((file) => readFileSync(file, 'utf8')),
    left: left.map((file) => changes.get(file) ?? readFileSync(file, 'utf8')),
  });
  const json = JSON.stringify(withoutDependencies(pruned.manifest, dependencies), null, 2);
  await change('package.json', `${JSON.stringify(manifest, null, 2)}`, json);
  for (const page of list(PAGES).filter((file) => !isGone(file))) {
    const before = readFileSync(page, 'utf8');
    const commands = pruned.scripts.map((script) => `npm run ${script}`);
    await change(page, before, withoutCommands(prunePage(page, before, isGone), commands));
  }

  for (const [file, text] of changes) writeFileSync(file, text);
  for (const file of deleted) rmSync(file);
  for (const folder of emptied(deleted)) rmSync(folder, { recursive: true, force: true });
  return { files: deleted, changed: [...changes.keys()], dependencies };
}

type Manifest = Parameters<typeof pruneManifest>[0];

function list(globs: readonly string[]): string[] {
  return globSync([...globs], {
    withFileTypes: true,
    exclude: ({ name }) => ['node_modules', 'dist', 'generated', '.nx', '.waybill'].includes(name),
  })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(process.cwd(), join(entry.parentPath, entry.name)))
    .sort();
}

/** The files that an import may mean, from the workspace's top folder. */
function candidates(file: string, specifier: string): string[] {
  if (!specifier.startsWith('.')) return [];
  const path = posix.join(posix.dirname(file), specifier);
  return [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')];
}

function nameOf(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { name: string }).name;
}

const KINDS = ['dependencies', 'devDependencies'];

function dependenciesOf(manifest: Manifest): string[] {
  return KINDS.flatMap((kind) => Object.keys((manifest[kind] ?? {}) as object));
}

function withoutDependencies(manifest: Manifest, names: readonly string[]): Manifest {
  const kept = KINDS.filter((kind) => kind in manifest).map((kind) => [
    kind,
    Object.fromEntries(Object.entries(manifest[kind] as object).filter(([name]) => !names.includes(name))),
  ]);
  return { ...manifest, ...(Object.fromEntries(kept) as Manifest) };
}

/** Folders of deleted files that hold nothing any more but what was built or generated from them. */
function emptied(files: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].filter((folder) => list([`${folder}/**`]).length === 0);
}
