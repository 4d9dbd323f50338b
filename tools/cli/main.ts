import { commands } from './commands.ts';
import { dispatch } from './dispatch.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

// Whoever reads on has seen enough, as `head` has: that is no fault of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await dispatch(process.argv.slice(2), commands, {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
