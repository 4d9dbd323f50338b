import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program to its end. If this process is stopped meanwhile, it stops the program and all that the program has
 * started, waits until they are gone, and ends too.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, stdout?: 'pipe' | 'inherit' | 'ignore', stderr?: 'pipe' | 'inherit' }} [options]
 * `env` is added to this process's own; what is piped (by default both streams) is collected in `output`
 * @returns {Promise<{ status: number, output: string }>}
 */
export async function run(file, args, { cwd, env, stdout = 'pipe', stderr = 'pipe' } = {}) {
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, stderr],
    detached: true, // a group of its own, which can be stopped as a whole
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  }
  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGTERM');
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  try {
    const status = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    if (stoppedBy !== undefined) process.exit(128 + constants.signals[stoppedBy]);
    return { status, output };
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
