import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedChildren, runningSupervisor } from '../state/run-record.js';
import { stopOrphans } from '../state/stop-orphans.js';

const PREFIX = 'waybill-test-';

/** A folder for servers. Others may pass through it: Postgres may have to run as another user. */
export function makeScratchFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, PREFIX));
  chmodSync(folder, 0o711);
  return folder;
}

/** Stops the servers of test runs that were killed, and removes their folders. */
export async function clearAbandonedFolders(): Promise<void> {
  for (const folder of scratchFolders(tmpdir())) {
    if (!runningSupervisor(folder)) await clearFolder(folder);
  }
}

/** Stops every server in a run's folder, those of its test files included, and removes it. */
export async function clearFolder(folder: string): Promise<void> {
  for (const inner of scratchFolders(folder)) await clearFolder(inner);
  await stopOrphans(folder, recordedChildren(folder), () => undefined);
  rmSync(folder, { recursive: true, force: true });
}

function scratchFolders(parent: string): string[] {
  const names = readdirSync(parent).filter((name) => name.startsWith(PREFIX));
  return names.map((name) => join(parent, name));
}
