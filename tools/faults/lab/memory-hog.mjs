/** Preloaded into a process (`--import`): fills its heap once the file LAB_CLOCKS/PORT.memory exists. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setInterval } from 'node:timers';

const file = join(process.env.LAB_CLOCKS, `${process.env.PORT}.memory`);
const hoard = [];

setInterval(() => {
  if (existsSync(file)) fill();
}, 250).unref();

/** In turns, so that what is under way goes on until the end comes. */
function fill() {
  for (let i = 0; i < 20; i++) hoard.push(new Array(100_000).fill({ of: i }));
  setImmediate(fill);
}
