import { setTimeout as delay } from 'node:timers/promises';
import { dispatch } from '../cli/dispatch.ts';
import { command } from './verify.command.ts';

process.exitCode = await dispatch(
  ['verify', ...process.argv.slice(2)],
  { verify: () => Promise.resolve(command(delay)) },
  {
    stdout: process.stdout,
    stderr: process.stderr,
    signal: new AbortController().signal,
  },
);
