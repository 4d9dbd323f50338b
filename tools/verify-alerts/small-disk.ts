import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MIB = 1_024 * 1_024;
const SIZE = 16;

let folder: string | undefined;

/** A disk in memory that node_exporter sees. Unmounted at the end of this process at the latest. */
export const smallDisk = {
  /** Why it cannot be made here. */
  obstacle(): string | undefined {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return 'only root on Linux can mount a disk';
    try {
      mount();
      return undefined;
    } catch (error) {
      return `this machine lets nobody mount a disk (${(error as Error).message.split('\n')[0]})`;
    }
  },

  /** @returns empties it */
  fill(): Promise<() => Promise<void>> {
    const file = join(mount(), 'filler');
    writeFileSync(file, Buffer.alloc(Math.floor(SIZE * MIB * 0.95)));
    return Promise.resolve(() => rm(file));
  },
};

function mount(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'waybill-disk-'));
  mkdirSync(made, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}m`, 'tmpfs', made], { stdio: 'pipe' });
  process.once('exit', () => {
    execFileSync('umount', [made]);
    rmdirSync(made);
  });
  folder = made;
  return made;
}
