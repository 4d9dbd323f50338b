import { StackError } from '../errors.js';
import type { KeptProcess, KeptState } from '../process/kept-process.js';
import type { ServedServices, Serving } from '../services/served-services.js';
import { serviceOf } from '../workspace.js';

/** A process of the stack as its supervisor describes it: `ProcessView` of `@waybill/console-api`. */
export interface ProcessView {
  readonly name: string;
  readonly state: KeptState;
  readonly pid?: number;
  readonly stoppable: boolean;
}

/** Postgres holds the console's data too, and requests come from the console: without them nothing could be started again. */
const NOT_STOPPABLE = ['postgres', 'console'];

export const ACTIONS = ['stop', 'start', 'kill', 'restart'] as const;
export type Action = (typeof ACTIONS)[number];

/** What may be requested of the supervisor while the stack runs. */
export class ProcessControl {
  readonly #kept: () => readonly KeptProcess[];
  readonly #isUp: () => boolean;
  readonly #served: ServedServices;

  /**
   * @param kept every process of the stack, in the order in which they are shown
   * @param isUp true once everything was started and until the stop begins
   */
  constructor(kept: () => readonly KeptProcess[], isUp: () => boolean, served: ServedServices) {
    this.#kept = kept;
    this.#isUp = isUp;
    this.#served = served;
  }

  list(): ProcessView[] {
    return this.#kept().map(viewOf);
  }

  /**
   * `stop` resolves when the process has drained and has ended, `kill` when it has ended, `restart` when it is ready
   * again, `start` at once. Stopping what is stopped and starting what runs changes nothing.
   *
   * @throws StackError `NO_SUCH_PROCESS`; `NOT_STOPPABLE`, `NOT_UP`, `NOT_RUNNING`, `STOPPING` if it cannot be done now;
   *   what `KeptProcess.restart` throws
   */
  async act(name: string, action: Action): Promise<ProcessView> {
    const kept = this.#find(name);
    const comesBack = action === 'restart' && name !== 'postgres';
    if (NOT_STOPPABLE.includes(name) && !comesBack) {
      throw new StackError('NOT_STOPPABLE', `${name} has to run: without it nothing could be started again`);
    }
    this.#requireUp();
    if (action === 'stop') await kept.pause();
    if (action === 'start') await kept.resume();
    if (action === 'kill') await kept.kill();
    if (action === 'restart') await kept.restart();
    return viewOf(kept);
  }

  /**
   * From the next restart on, the service runs as `serving` says.
   *
   * @returns ends that, and restarts the service as it was
   * @throws StackError `NO_SUCH_PROCESS`, `NOT_A_SERVICE`, `NOT_UP`, `ALREADY_SERVED`
   */
  serve(name: string, serving: Serving): () => Promise<void> {
    const kept = this.#find(name);
    serviceOf(name);
    this.#requireUp();
    this.#served.add(name, serving);
    return async () => {
      this.#served.remove(name);
      if (this.#isUp()) await kept.restart();
    };
  }

  #find(name: string): KeptProcess {
    const kept = this.#kept().find((each) => each.name === name);
    if (kept === undefined) throw new StackError('NO_SUCH_PROCESS', `this stack runs no process "${name}"`);
    return kept;
  }

  #requireUp(): void {
    if (!this.#isUp()) throw new StackError('NOT_UP', 'the platform is being started or stopped now');
  }
}

function viewOf({ name, state, pid }: KeptProcess): ProcessView {
  return { name, state, ...(pid !== undefined && { pid }), stoppable: !NOT_STOPPABLE.includes(name) };
}
