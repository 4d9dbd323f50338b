import { runCli } from '@waybill/cli';
import { verify } from './verify.command.ts';

const { stdout, stderr } = process;
const signal = new AbortController().signal;
process.exitCode = await runCli(
  process.argv.slice(2),
  [verify],
  { stdout, stderr, signal },
  'npm run verify:import --',
);
