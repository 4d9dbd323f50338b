import { StackError } from '../errors.js';
import type { KeptProcess } from '../process/kept-process.js';
import { isStoppable, viewOf, type ProcessView } from './process-view.js';

export const ACTIONS = ['stop', 'start', 'kill'] as const;
export type Action = (typeof ACTIONS)[number];

/** What may be asked of the supervisor while the stack runs. */
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
   * `stop` resolves when the process has drained and is gone, `kill` when it is gone, `start` at once. Stopping what
   * stands still and starting what runs changes nothing.
   *
   * @throws StackError `NO_SUCH_PROCESS`; `NOT_STOPPABLE`, `NOT_UP`, `NOT_RUNNING`, `STOPPING` where it cannot be done now
   */
  async act(name: string, action: Action): Promise<ProcessView> {
    const kept = this.#kept().find((each) => each.name === name);
    if (kept === undefined) throw new StackError('NO_SUCH_PROCESS', `this stack runs no process "${name}"`);
    if (!isStoppable(name)) {
      throw new StackError('NOT_STOPPABLE', `${name} has to run: without it nothing could be started again`);
    }
    if (!this.#isUp())
      throw new StackError('NOT_UP', 'the platform is being started or stopped at this moment');
    switch (action) {
      case 'stop':
        await kept.pause();
        break;
      case 'start':
        await kept.resume();
        break;
      case 'kill':
        await kept.kill();
        break;
    }
    return viewOf(kept);
  }
}
