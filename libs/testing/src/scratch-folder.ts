import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  hasRecord,
  type ProcessIdentity,
  recordedChildren,
  runningSupervisor,
  signal,
  signalGroup,
  stopByIdentity,
  stopOrphans,
} from '@waybill/stack/parts';

const PREFIX = 'waybill-servers-';

/** A folder without a record that is younger than this (milliseconds) may be about to get one. */
const GRACE = 60_000;

/** The names of recorded commands begin with this. */
export const COMMAND = 'command-';

/** How long a platform may take to stop (milliseconds) before its supervisor is killed. */
const DRAIN = 90_000;

/** A folder for servers. Other users may pass through it: Postgres may have to run as one. */
export function makeScratchFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, PREFIX));
  chmodSync(folder, 0o711);
  return folder;
}

/** Stops what killed test runs of this user left running, and removes their folders. */
export async function clearAbandonedFolders(): Promise<void> {
  for (const folder of scratchFolders(tmpdir())) {
    const found = statSync(folder, { throwIfNoEntry: false }); // its run may have removed it just now
    if (found === undefined || found.uid !== process.getuid?.() || runningSupervisor(folder)) continue;
    if (hasRecord(folder) || Date.now() - found.mtimeMs > GRACE) await clearFolder(folder);
  }
}

/** Stops all that runs in a run's folder, whole platforms and the servers of its test files included, and removes it. */
export async function clearFolder(folder: string): Promise<void> {
  for (const inner of scratchFolders(folder)) await clearFolder(inner);
  const supervisor = otherSupervisor(folder);
  if (supervisor) await stopByIdentity(supervisor, { signal: 'SIGTERM', deadline: DRAIN });
  await stopOrphans(folder, recordedChildren(folder), () => undefined);
  rmSync(folder, { recursive: true, force: true });
}

/** The same without waiting, at the end of a process: kills, since there is nothing to keep. */
export function discardFolder(folder: string): void {
  for (const inner of scratchFolders(folder)) discardFolder(inner);
  const supervisor = otherSupervisor(folder);
  if (supervisor) signal(supervisor, 'SIGKILL'); // before its children, which it would start again
  for (const [name, child] of Object.entries(recordedChildren(folder))) {
    // A command may have started a supervisor that is not recorded yet: it passes the signal on.
    signalGroup(child, name.startsWith(COMMAND) ? 'SIGTERM' : 'SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** That of a platform which a test started with `npm start`; the folders of the run itself have this process. */
function otherSupervisor(folder: string): ProcessIdentity | undefined {
  const supervisor = runningSupervisor(folder);
  return supervisor?.pid === process.pid ? undefined : supervisor;
}

function scratchFolders(parent: string): string[] {
  const names = readdirSync(parent).filter((name) => name.startsWith(PREFIX));
  return names.map((name) => join(parent, name));
}
