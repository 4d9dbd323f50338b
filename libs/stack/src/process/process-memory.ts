import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { procStat } from './process-identity.js';

interface RunningProgram {
  readonly pid: number;
  readonly parent: number;
  /** Resident bytes. */
  readonly size: () => Promise<number>;
}

/**
 * Resident memory of a process and its descendants, in bytes. Memory that several share (Postgres's buffers) counts
 * once, by proportional set size, if the system provides it; otherwise it counts for each.
 *
 * @param apart descendants that are counted elsewhere
 */
export async function memoryOf(pid: number, apart: readonly number[] = []): Promise<number> {
  const all = process.platform === 'linux' ? await fromProc() : await fromPs();
  const family = all.filter((each) => each.pid === pid);
  for (const member of family) {
    family.push(...all.filter(({ pid, parent }) => parent === member.pid && !apart.includes(pid)));
  }
  const sizes = await Promise.all(family.map(({ size }) => size()));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function fromProc(): Promise<RunningProgram[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  return pids.map((pid) => ({ pid, parent: Number(procStat(pid)?.[1]), size: () => sizeFromProc(pid) }));
}

async function sizeFromProc(pid: number): Promise<number> {
  const kibibytes = async (file: string, name: string) => {
    const text = await readFile(`/proc/${pid}/${file}`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
  };
  try {
    return 1024 * (await kibibytes('smaps_rollup', 'Pss'));
  } catch {
    // another user's process, or it has ended
    return 1024 * (await kibibytes('status', 'VmRSS').catch(() => 0));
  }
}

async function fromPs(): Promise<RunningProgram[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,rss=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, rss = 0]) => ({ pid, parent, size: async () => 1024 * rss }));
}
