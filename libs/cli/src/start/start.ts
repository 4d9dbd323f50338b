import { resolve } from 'node:path';
import { reasonOf, readState, runningSupervisor, StackError } from '@waybill/stack';
import { startDetached } from './detach.js';
import type { StartFlags } from './flags.js';
import { printState } from './print-state.js';
import { stopCommand } from './stop-command.js';
import { supervise } from './supervise.js';

/** Starts the platform, or says that it is already running. Returns the exit status. */
export async function start(flags: StartFlags): Promise<number> {
  try {
    if (runningSupervisor(flags.dataDir)) return sayThatItRuns(flags);
    return await (flags.detach ? startDetached(flags) : supervise(flags));
  } catch (error) {
    const refusal = refusedByDisk(error, flags.dataDir);
    if (refusal !== undefined) {
      process.stderr.write(
        `\n${flags.dataDir} cannot be written to: ${refusal}\n  ${reasonOf(error)}\n` +
          '  fix that, or choose another place: npm start -- --data-dir <dir>\n',
      );
      return 1;
    }
    if (!(error instanceof StackError)) throw error;
    // Two starts at the same time: the other one was faster.
    if (error.code === 'ALREADY_RUNNING' && !flags.fresh) return sayThatItRuns(flags);
    process.stderr.write(`\n${reasonOf(error)}\n${error.fix ? `  ${error.fix}\n` : ''}`);
    return 1;
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's share of the disk is used up",
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'it is on a read-only disk',
  ENOENT: 'it cannot be created there', // which Node also says of a read-only disk
  ENOTDIR: 'a file is in its way',
  EEXIST: 'it is a file',
};

/** Undefined for other errors. */
function refusedByDisk(error: unknown, dataDir: string): string | undefined {
  const { code = '', syscall, path } = error as NodeJS.ErrnoException;
  return syscall === 'write' || (path !== undefined && resolve(path).startsWith(resolve(dataDir)))
    ? REFUSALS[code]
    : undefined;
}

function sayThatItRuns({ dataDir, fresh }: StartFlags): number {
  const state = readState(dataDir);
  const pid = runningSupervisor(dataDir)?.pid;
  if (fresh) {
    process.stderr.write(
      `The platform is running on ${dataDir} (process ${pid}); its data cannot be emptied now.\n`,
    );
    process.stderr.write(`  Stop it first: ${stopCommand(dataDir)}\n`);
    return 1;
  }
  if (state === undefined) {
    process.stdout.write(`\nProcess ${pid} is starting the platform on ${dataDir} now.\n`);
  } else {
    process.stdout.write(`\nThe platform is already running on ${dataDir} (process ${pid}).\n`);
    printState(state);
  }
  process.stdout.write(`Stop it with: ${stopCommand(dataDir)}\n`);
  return 0;
}
