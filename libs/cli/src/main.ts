import { commands } from './commands.js';
import { runCli } from './run.js';
import { workspaceCommands } from './workspace-parts.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

// The reader has seen enough, as `head` does: not an error of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const { stdout, stderr } = process;
process.exitCode = await runCli(process.argv.slice(2), [...commands, ...(await workspaceCommands())], {
  stdout,
  stderr,
  signal: stop.signal,
});
