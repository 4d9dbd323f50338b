import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Resident memory of a process and its descendants, in bytes. Memory that several share (Postgres's buffers) counts
 * once, by proportional set size, where the system tells; otherwise it counts with each.
 *
 * @param apart descendants that are counted elsewhere
 */
export async function memoryOf(pid: number, apart: readonly number[] = []): Promise<number> {
  const parents = process.platform === 'linux' ? await parentsFromProc() : await parentsFromPs();
  const family = [pid];
  for (const member of family) {
    const children = [...parents].filter(([id, parent]) => parent === member && !apart.includes(id));
    family.push(...children.map(([id]) => id));
  }
  const sizes = await Promise.all(family.map(process.platform === 'linux' ? sizeFromProc : sizeFromPs));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function parentsFromProc(): Promise<Map<number, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // gone meanwhile
      return [Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const;
    }),
  );
  return new Map(entries);
}

async function sizeFromProc(pid: number): Promise<number> {
  const kibibytes = async (file: string, name: string) => {
    const text = await readFile(`/proc/${pid}/${file}`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
  };
  try {
    return 1024 * (await kibibytes('smaps_rollup', 'Pss'));
  } catch {
    // another user's process, or gone meanwhile
    return 1024 * (await kibibytes('status', 'VmRSS').catch(() => 0));
  }
}

async function parentsFromPs(): Promise<Map<number, number>> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return new Map(pairs.map(([pid, parent]) => [pid!, parent!]));
}

async function sizeFromPs(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '0' }));
  return 1024 * Number(stdout);
}

const run = promisify(execFile);
