import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { run } from '../../bootstrap/run.mjs';
import { CliError } from '../cli-error.js';
import type { Change } from './plan-update.js';

const PRETTIER = 'node_modules/prettier/bin/prettier.cjs';

/** Paths that an update writes or removes. */
export function touched(changes: readonly Change[]): string[] {
  return changes
    .filter(({ outcome: { kind } }) => kind !== 'kept' && kind !== 'deleted')
    .map(({ path }) => path);
}

export async function writeChanges(changes: readonly Change[]): Promise<void> {
  for (const { path, outcome } of changes) {
    if (outcome.kind === 'removed') rmSync(path);
    if (!('text' in outcome)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, outcome.text);
  }
  await format(changes.filter(({ outcome }) => outcome.kind !== 'removed').map(({ path }) => path));
}

/** JSON that was merged value by value is laid out anew; all other files are formatted already. */
async function format(paths: readonly string[]): Promise<void> {
  const json = paths.filter((path) => path.endsWith('.json') && existsSync(path));
  if (json.length === 0 || !existsSync(PRETTIER)) return;
  const { status, output } = await run(process.execPath, [PRETTIER, '--write', ...json]);
  if (status !== 0) throw new CliError(`${json.join(', ')}: written, but not formatted:\n${output}`);
}
