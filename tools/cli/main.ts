import { commands } from './commands.ts';
import { dispatch } from './dispatch.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

process.exitCode = await dispatch(process.argv.slice(2), commands, {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
