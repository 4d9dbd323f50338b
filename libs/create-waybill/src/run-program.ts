import { spawn } from 'node:child_process';
import process from 'node:process';

export interface Ended {
  readonly status: number;
  /** Both streams. */
  readonly output: string;
}

/** Runs a program to its end; status 127 if there is no such program, as in a shell. */
export function runProgram(file: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd,
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve({ status: 127, output: error.message }) : reject(error),
    );
    child.once('close', (code) => resolve({ status: code ?? 1, output }));
  });
}
