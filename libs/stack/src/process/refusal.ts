import { StackError } from '../errors.js';
import type { Exit, RunningProcess } from './running-process.js';

/** `EX_CONFIG` of sysexits(3): the process says that starting it again changes nothing. */
const EXIT_CONFIG = 78;

/** The code of the error for such an exit. */
export const REFUSED = 'REFUSED_TO_START';

/** Whether it exited because of how it is configured or wired, which only a person can change. */
export function isRefusal({ code }: Exit): boolean {
  return code === EXIT_CONFIG;
}

/** With its last output: which setting, why, what to do. */
export function refusalOf(process: RunningProcess): StackError {
  return new StackError(
    REFUSED,
    `${process.name} refuses to start (exit code ${EXIT_CONFIG}):\n${lastWords(process.logTail())}`,
    { fix: `starting it again changes nothing; the whole log: ${process.log.path}` },
  );
}

/** Without log lines, which are JSON, unless there is nothing else. */
function lastWords(tail: string): string {
  const lines = tail.split('\n');
  const words = lines.filter((line) => !line.startsWith('{'));
  return (words.length > 0 ? words : lines).map((line) => `    ${line}`).join('\n');
}
