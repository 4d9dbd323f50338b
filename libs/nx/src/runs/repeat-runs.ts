import { formatFiles, type Tree } from '@nx/devkit';
import { FsTree } from '@nx/devkit/internal';
import { copyFileSync, existsSync, globSync, symlinkSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../generators/refusal.ts';
import { loadGenerator } from './load-generator.ts';
import { provideEvents } from './provide-events.ts';
import { RUN_RECORD, serviceOf, type Run } from './run-record.ts';

export interface Repetition {
  readonly runs: readonly Run[];
  /** The workspace's top folder. */
  readonly workspace: string;
  /** What earlier runs made, by another version. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Repeated {
  /** What the runs make, path to text. */
  readonly files: Readonly<Record<string, string>>;
  readonly skipped: readonly SkippedRun[];
}

/** A run that cannot be repeated any more: what it added to is the workspace's own by now, or gone. */
export interface SkippedRun {
  /** Which one of the given runs. */
  readonly index: number;
  readonly reason: string;
}

/**
 * Repeats runs of generators on what earlier ones made, or on nothing. What they take from the workspace, they take from it as it is: how files
 * are formatted, the packages that it has, and the contracts that it has written itself. An update repeats the runs twice, with the version that
 * made them and with a newer one, so these are equal in both and appear in no difference.
 *
 * @throws Error this version has no such generator
 */
export async function repeatRuns({ runs, workspace, files = {} }: Repetition): Promise<Repeated> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-template-'));
  for (const file of globSync(['.prettierrc*', '.editorconfig'], { cwd: workspace })) {
    copyFileSync(join(workspace, file), join(folder.path, file));
  }
  const installed = join(workspace, 'node_modules');
  if (existsSync(installed)) symlinkSync(installed, join(folder.path, 'node_modules'), 'junction');
  const tree = new FsTree(folder.path, false);
  for (const [path, text] of Object.entries(files)) tree.write(path, text);
  const own = new FsTree(workspace, false);
  const provided = new Set<string>();
  const skipped: SkippedRun[] = [];
  for (const [index, run] of runs.entries()) {
    for (const file of provideEvents(own, tree, run)) provided.add(file);
    const reason = await repeat(tree, run);
    if (reason !== undefined) skipped.push({ index, reason });
  }
  await formatFiles(tree);
  const ignored = (path: string) => provided.has(path) || path === RUN_RECORD;
  return { files: filesOf(tree, ignored), skipped };
}

/** @returns why it cannot be repeated */
async function repeat(tree: Tree, run: Run): Promise<string | undefined> {
  const { generator, options, at } = run;
  const service = serviceOf(run);
  if (service !== undefined && generator !== 'service' && !tree.exists(`apps/${service}`)) {
    return `no generator made ${service}`;
  }
  const generate = await loadGenerator(generator);
  try {
    await generate(tree, options, new Date(at));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error; // refused before anything was written
    return error.message;
  }
}

function filesOf(tree: Tree, ignored: (path: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    tree
      .listChanges()
      .filter(({ path, type }) => type !== 'DELETE' && !ignored(path))
      .map(({ path, content }) => [path, content!.toString('utf8')]),
  );
}
