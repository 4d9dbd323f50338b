import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ignore } from '../errors.js';

/**
 * A process that is to be recognised later, by another process. The pid alone is not enough: the system gives it to
 * another process after a while, and we would stop or wait for that one.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the system says it started, in the system's own notation; only compared for equality. */
  readonly startedAt: string;
}

/** Undefined if there is no such process, or not any more. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = startTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True while that very process runs; a zombie does not. */
export function lives(identity: ProcessIdentity): boolean {
  return startTime(identity.pid) === identity.startedAt;
}

/** Sends a signal to that very process. False if it has ended. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  return lives(identity) && send(identity.pid, name);
}

/** The same to the whole process group that it leads, as every child of ours does: what it has started included. */
export function signalGroup(leader: ProcessIdentity, name: NodeJS.Signals): boolean {
  return lives(leader) && send(-leader.pid, name);
}

function send(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return ignore(error, 'ESRCH') ?? false;
  }
}

function startTime(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** Field 22 of /proc/<pid>/stat: clock ticks since boot. */
function fromProc(pid: number): string | undefined {
  const fields = procStat(pid);
  return fields?.[0] === 'Z' || fields?.[0] === 'X' ? undefined : fields?.[19];
}

/** The fields of /proc/<pid>/stat from the third on. The second, the name, may contain spaces and brackets. */
export function procStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    return ignore(error, 'ENOENT', 'ESRCH');
  }
}

function fromPs(pid: number): string | undefined {
  try {
    const args = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const [state, ...started] = execFileSync('ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return state === undefined || state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined; // ps exits with 1 if there is no such process
  }
}
