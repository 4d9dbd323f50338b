/**
 * Preloaded into a process (`--import`): its wall clock is the machine's plus an offset in milliseconds, which is read
 * from the file LAB_CLOCKS/PORT. Timers, `performance.now` and `process.hrtime` stay as they are, because a clock that
 * is set does not change the monotonic one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setInterval } from 'node:timers';

const file = join(process.env.LAB_CLOCKS, process.env.PORT);
const MachineDate = Date;
let offset = read();

globalThis.Date = new Proxy(MachineDate, {
  apply: () => new MachineDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
setInterval(() => (offset = read()), 100).unref();

function now() {
  return MachineDate.now() + offset;
}

function read() {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}
