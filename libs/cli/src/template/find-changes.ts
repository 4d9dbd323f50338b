import { existsSync, readFileSync } from 'node:fs';
import { CliError } from '../cli-error.js';
import { planUpdate, type Change } from './plan-update.js';
import { readRuns, titleOf, type Run } from './record.js';
import { repeatRuns, type SkippedRun } from './repeat-runs.js';
import { installedVersion } from './template-package.js';

export interface FoundChanges {
  readonly runs: readonly Run[];
  /** What the changes lead to. */
  readonly version: string;
  readonly changes: readonly Change[];
  /** Runs that can no longer be repeated: nothing of them is followed. */
  readonly skipped: readonly SkippedRun[];
}

/**
 * Compares what the recorded runs made with what they would make now.
 *
 * @param version of @waybill/nx; the one that is installed by default
 * @throws CliError the newer version cannot repeat what the older one can
 */
export async function findChanges(version = installedVersion()): Promise<FoundChanges> {
  const runs = readRuns();
  const base = await repeatRuns(runs);
  const isSkipped = ({ generator, at }: Run) =>
    base.skipped.some(({ run }) => run.generator === generator && run.at === at);
  const followed = runs.filter((run) => !isSkipped(run));
  const template = await repeatRuns(followed, version);
  const [failed] = template.skipped;
  if (failed) {
    throw new CliError(`template ${version} refuses ${titleOf(failed.run)}: ${failed.reason}`, {
      fix: 'npx nx migrate @waybill/nx brings the migrations of this version; take the update after them',
    });
  }
  const files = { base: base.files, template: template.files };
  return {
    runs,
    version,
    changes: planUpdate(files, readYours, `template ${version}`),
    skipped: base.skipped,
  };
}

/** A file of the workspace; undefined if there is none. */
export function readYours(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
