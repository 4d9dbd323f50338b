import { reasonOf, readState, runningSupervisor, StackError } from '@waybill/stack';
import { startDetached } from './detach.ts';
import type { StartFlags } from './flags.mjs';
import { printState } from './print-state.ts';
import { stopCommand } from './stop-command.ts';
import { supervise } from './supervise.ts';

/** Starts the platform, or says that it runs already. Returns the exit status. */
export async function start(flags: StartFlags): Promise<number> {
  try {
    if (runningSupervisor(flags.dataDir)) return sayThatItRuns(flags);
    return await (flags.detach ? startDetached(flags) : supervise(flags));
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    // Two starts at once: the other one was quicker.
    if (error.code === 'ALREADY_RUNNING' && !flags.fresh) return sayThatItRuns(flags);
    process.stderr.write(`\n${reasonOf(error)}\n${error.fix ? `  ${error.fix}\n` : ''}`);
    return 1;
  }
}

function sayThatItRuns({ dataDir, fresh }: StartFlags): number {
  const state = readState(dataDir);
  const pid = runningSupervisor(dataDir)?.pid;
  if (fresh) {
    process.stderr.write(
      `The platform runs on ${dataDir} (process ${pid}); its data cannot be emptied meanwhile.\n`,
    );
    process.stderr.write(`  Stop it first: ${stopCommand(dataDir)}\n`);
    return 1;
  }
  if (state === undefined) {
    process.stdout.write(`\nProcess ${pid} is starting the platform on ${dataDir} at this moment.\n`);
  } else {
    process.stdout.write(`\nThe platform runs already on ${dataDir} (process ${pid}).\n`);
    printState(state);
  }
  process.stdout.write(`Stop it with: ${stopCommand(dataDir)}\n`);
  return 0;
}
