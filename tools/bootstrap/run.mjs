import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program to its end and gathers what it prints. Told to stop meanwhile, this process takes the program with it.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {string} cwd
 * @param {Record<string, string>} [env] beyond this process's own
 * @returns {Promise<{ status: number, output: string }>}
 */
export async function run(file, args, cwd, env = {}) {
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own: what it has started in turn is stopped with it
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const stop = (signal) => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, stop);
  try {
    const status = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    return { status, output };
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
