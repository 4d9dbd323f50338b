import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { json, text } from 'node:stream/consumers';
import { join } from 'node:path';
import { CliError } from '../cli-error.js';
import type { Files } from './plan-update.js';
import type { Run } from './record.js';
import { templatePackage } from './template-package.js';

export interface Repeated {
  readonly files: Files;
  readonly skipped: readonly SkippedRun[];
}

export interface SkippedRun {
  readonly run: Run;
  readonly reason: string;
}

/**
 * What the template makes of the runs: with each run's own version, or all with one. Generators run in a process of their
 * own, since another version of them is loaded already.
 *
 * @param version instead of that of each run
 * @throws CliError a version cannot be fetched, or cannot repeat a run
 */
export async function repeatRuns(runs: readonly Run[], version?: string): Promise<Repeated> {
  let files: Files = {};
  const skipped: SkippedRun[] = [];
  for (const group of byVersion(runs.map((run) => ({ ...run, version: version ?? run.version })))) {
    const repeated = await repeatGroup(group, files);
    files = repeated.files;
    skipped.push(...repeated.skipped.map(({ index, reason }) => ({ run: group[index]!, reason })));
  }
  return { files, skipped };
}

/** Runs that follow each other with the same version. */
function byVersion(runs: readonly Run[]): Run[][] {
  return runs.reduce<Run[][]>((groups, run) => {
    const last = groups.at(-1);
    return last?.[0]?.version === run.version ? [...groups.slice(0, -1), [...last, run]] : [...groups, [run]];
  }, []);
}

async function repeatGroup(runs: readonly Run[], files: Files) {
  const { version } = runs[0]!;
  const program = programOf(await templatePackage(version), version);
  const child = spawn(process.execPath, [program], { stdio: 'pipe' });
  child.stdin.end(JSON.stringify({ runs, files, workspace: process.cwd() }));
  const [result, errors, status] = await Promise.all([
    json(child.stdout).catch(() => undefined), // it failed: the status says so
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  if (status === 0 && result !== undefined) {
    return result as { files: Files; skipped: readonly { index: number; reason: string }[] };
  }
  throw new CliError(`template ${version} cannot repeat the runs of waybill.json:\n${errors.trim()}`);
}

/** `./repeat` of its package.json: a path in the repository, with its types once it is published. */
function programOf(folder: string, version: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: { './repeat'?: string | { default: string } };
  };
  const door = manifest.exports['./repeat'];
  if (door === undefined) throw new CliError(`template ${version} cannot be followed: it repeats no runs`);
  return join(folder, typeof door === 'string' ? door : door.default);
}
