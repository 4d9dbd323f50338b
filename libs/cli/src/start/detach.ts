import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { identify, readState, waitUntil } from '@waybill/stack';
import type { StartFlags } from './flags.js';
import { stopCommand } from './stop-command.js';

/** Longer than any start: the first one fetches a server. The child's own timeouts are shorter and say what is wrong. */
const TIMEOUT = 300_000;

const SUPERVISOR = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * Starts the supervisor in a session of its own, shows what it prints, and returns its outcome: 0 once everything is
 * healthy, its exit status if it fails.
 */
export async function startDetached(flags: StartFlags): Promise<number> {
  const log = join(flags.dataDir, 'logs', 'supervisor.log');
  mkdirSync(join(flags.dataDir, 'logs'), { recursive: true });
  const output = openSync(log, 'a');
  let shown = statSync(log).size;
  const child = spawn(process.execPath, [SUPERVISOR, ...withoutDetach(process.argv.slice(2))], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  // Otherwise the platform would go on starting in the background after Ctrl-C.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill('SIGTERM'));
  const show = () => {
    const bytes = readFileSync(log);
    process.stdout.write(bytes.subarray(shown));
    shown = bytes.length;
  };
  await waitUntil(
    () => {
      show();
      return (
        child.exitCode !== null ||
        child.signalCode !== null ||
        readState(flags.dataDir)?.pids['supervisor'] === child.pid
      );
    },
    { until: `the platform is up (its log: ${log})`, timeout: TIMEOUT, every: 50 },
  );
  show();
  if (identify(child.pid!) === undefined) {
    process.stderr.write(`The platform did not start. The log of the start: ${log}\n`);
    return child.exitCode ?? 1;
  }
  child.unref();
  process.stdout.write(`Running in the background; stop it with: ${stopCommand(flags.dataDir)}\n`);
  return 0;
}

function withoutDetach(args: readonly string[]): string[] {
  return args.filter((arg) => arg !== '--detach');
}
