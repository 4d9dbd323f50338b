import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { systemErrorCode } from '../errors.js';

/**
 * A process that may be asked for later, by somebody else. The pid alone is not enough: the system gives it to
 * another process after a while, and we would stop or wait for a stranger.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the system says it started, in the system's own notation; only compared for equality. */
  readonly startedAt: string;
}

/** Undefined if there is no such process (any more). */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = startTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True while that very process lives; a zombie does not. */
export function lives(identity: ProcessIdentity): boolean {
  return startTime(identity.pid) === identity.startedAt;
}

/** Sends a signal to that very process. False if it is gone. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  return lives(identity) && send(identity.pid, name);
}

/** The same to all of the process group that it leads, as every child of ours does: what it has started in turn included. */
export function signalGroup(leader: ProcessIdentity, name: NodeJS.Signals): boolean {
  return lives(leader) && send(-leader.pid, name);
}

function send(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

function startTime(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** Field 22 of /proc/<pid>/stat: clock ticks since boot. Field 2, the name, may hold spaces and brackets. */
function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ESRCH') return undefined;
    throw error;
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
    return undefined; // ps exits with 1 when it finds no such process
  }
}
