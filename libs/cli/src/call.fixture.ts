import type { AddCommand } from './command.js';
import { runCli } from './run.js';

/** Runs one command line, and returns what it printed. */
export async function call(command: AddCommand, ...argv: string[]) {
  let stdout = '';
  let stderr = '';
  const exitCode = await runCli(argv, [command], {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    signal: new AbortController().signal,
  });
  return { exitCode, stdout, stderr };
}
