import type { KeptProcess, KeptState } from '../process/kept-process.js';

/** A process of the stack as its supervisor tells of it: `ProcessView` of `@waybill/console-api`. */
export interface ProcessView {
  readonly name: string;
  readonly state: KeptState;
  readonly pid?: number;
  readonly stoppable: boolean;
}

/** Postgres holds the console's data too, and the console is who asks: without them nobody could start anything again. */
const KEPT_RUNNING = new Set(['postgres', 'console']);

export function isStoppable(name: string): boolean {
  return !KEPT_RUNNING.has(name);
}

export function viewOf({ name, state, pid }: KeptProcess): ProcessView {
  return { name, state, ...(pid === undefined ? {} : { pid }), stoppable: isStoppable(name) };
}
