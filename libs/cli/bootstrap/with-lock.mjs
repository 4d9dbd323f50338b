import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` while no other process holds the lock file: two commands on a fresh clone must not install at once. A lock
 * of a process that has ended is ignored.
 *
 * @param {string} path
 * @param {() => Promise<void>} work
 * @param {() => void} waiting called once if another process has the lock
 */
export async function withLock(path, work, waiting) {
  for (let waited = false; !take(path); waited = true) {
    if (!waited) waiting();
    await delay(250);
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    writeFileSync(path, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const { pid, start } = holder(path);
    if (!lives(pid, start)) rmSync(path, { force: true });
    return false;
  }
}

/** With pid 0 if the file is gone, or not yet written. */
function holder(path) {
  try {
    const [pid, start = ''] = readFileSync(path, 'utf8').split(' ');
    return { pid: Number(pid), start };
  } catch (error) {
    if (error.code === 'ENOENT') return { pid: 0, start: '' };
    throw error;
  }
}

/** By its start as well: the pid alone may meanwhile be another process's, and the wait would never end. */
function lives(pid, start) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

/** When a process started, from /proc; empty on systems without it. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}
