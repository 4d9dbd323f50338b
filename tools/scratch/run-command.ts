import { spawn } from 'node:child_process';

export interface Finished {
  readonly status: number | null;
  /** Both streams, as they arrived. */
  readonly output: string;
}

/** Runs a program to its end, as a person would in that folder. The signal stops it. */
export function runCommand(
  cwd: string,
  [program, ...args]: readonly [string, ...string[]],
  signal?: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const child = spawn(program, args, {
    cwd,
    env: { ...environment(), ...env },
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, output }));
  });
}

/** Without what npm and Nx tell the commands that they run: it names this workspace, not the copy. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NX_|INIT_CWD$)/.test(name));
  return { ...Object.fromEntries(own), NX_DAEMON: 'false', NX_TUI: 'false' };
}
