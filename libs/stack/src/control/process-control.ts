import { StackError } from '../errors.js';
import type { KeptProcess, KeptState } from '../process/kept-process.js';

/** A process of the stack as its supervisor describes it: `ProcessView` of `@waybill/console-api`. */
export interface ProcessView {
  readonly name: string;
  readonly state: KeptState;
  readonly pid?: number;
  readonly stoppable: boolean;
}

/** Postgres holds the console's data too, and requests come from the console: without them nothing could be started again. */
const NOT_STOPPABLE = ['postgres', 'console'];

export const ACTIONS = ['stop', 'start', 'kill'] as const;
export type Action = (typeof ACTIONS)[number];

/** What may be requested of the supervisor while the stack runs. */
export class ProcessControl {
  readonly #kept: () => readonly KeptProcess[];
  readonly #isUp: () => boolean;

  /**
   * @param kept every process of the stack, in the order in which they are shown
   * @param isUp true once everything was started and until the stop begins
   */
  constructor(kept: () => readonly KeptProcess[], isUp: () => boolean) {
    this.#kept = kept;
    this.#isUp = isUp;
  }

  list(): ProcessView[] {
    return this.#kept().map(viewOf);
  }

  /**
   * `stop` resolves when the process has drained and has ended, `kill` when it has ended, `start` at once. Stopping what
   * is stopped and starting what runs changes nothing.
   *
   * @throws StackError `NO_SUCH_PROCESS`; `NOT_STOPPABLE`, `NOT_UP`, `NOT_RUNNING`, `STOPPING` if it cannot be done now
   */
  async act(name: string, action: Action): Promise<ProcessView> {
    const kept = this.#kept().find((each) => each.name === name);
    if (kept === undefined) throw new StackError('NO_SUCH_PROCESS', `this stack runs no process "${name}"`);
    if (NOT_STOPPABLE.includes(name)) {
      throw new StackError('NOT_STOPPABLE', `${name} has to run: without it nothing could be started again`);
    }
    if (!this.#isUp()) throw new StackError('NOT_UP', 'the platform is being started or stopped now');
    if (action === 'stop') await kept.pause();
    if (action === 'start') await kept.resume();
    if (action === 'kill') await kept.kill();
    return viewOf(kept);
  }
}

function viewOf({ name, state, pid }: KeptProcess): ProcessView {
  return { name, state, ...(pid !== undefined && { pid }), stoppable: !NOT_STOPPABLE.includes(name) };
}
