import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRecord, recordedChildren, runningSupervisor } from '../state/run-record.js';
import { stopOrphans } from '../state/stop-orphans.js';

const PREFIX = 'waybill-servers-';

/** A folder without a record that is younger than this (milliseconds) may just be on its way to one. */
const GRACE = 60_000;

/** A folder for servers. Others may pass through it: Postgres may have to run as another user. */
export function makeScratchFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, PREFIX));
  chmodSync(folder, 0o711);
  return folder;
}

/** Stops the servers of test runs that were killed, and removes their folders. */
export async function clearAbandonedFolders(): Promise<void> {
  for (const folder of scratchFolders(tmpdir())) {
    const owned = runningSupervisor(folder) !== undefined;
    if (!owned && Date.now() - statSync(folder).mtimeMs > (hasRecord(folder) ? 0 : GRACE))
      await clearFolder(folder);
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
