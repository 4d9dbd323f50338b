// Every command of the workspace enters here, on whatever Node the machine has.
import process from 'node:process';
import { ensureReady } from './ensure-ready.mjs';
import { step } from './step.mjs';

/**
 * Makes sure that the workspace can run, then runs one command in this process: `start`, `test`, or a command of the CLI.
 *
 * @param {string[]} args
 */
export async function enter([command = 'help', ...args]) {
  if (command === 'start') {
    await ensureReady({ show: step });
    process.argv.splice(2, Infinity, ...args);
    await import('@waybill/cli/start');
  } else if (command === 'test') {
    await ensureReady();
    process.argv.splice(2, Infinity, ...args);
    await import('@waybill/cli/test');
  } else {
    await ensureReady();
    await import('@waybill/cli/main');
  }
}
