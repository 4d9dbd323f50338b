import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DeadLetterIndex } from './dead-letter-index.js';
import { RunDeadLetterJob } from './run-dead-letter-job.use-case.js';

const EVERY_MS = 1_000;
/** While jobs run: their turns are paced by the database. */
const WHILE_RUNNING_MS = 100;
/** After a turn, for so long. */
const RUNNING_FOR_MS = 5_000;

/** Follows the stream of dead letters and runs what is due of the jobs, in each process of the console. */
@Injectable()
export class DeadLetterRounds implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('dead letters');
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private wakeUp = () => {};
  private lastTurn = 0;

  constructor(
    private readonly index: DeadLetterIndex,
    private readonly job: RunDeadLetterJob,
  ) {}

  onModuleInit(): void {
    this.running = this.run();
  }

  /** There is a new job. */
  wake(): void {
    this.lastTurn = Date.now();
    this.wakeUp();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.pause();
      try {
        while (!signal.aborted && (await this.job.execute())) this.lastTurn = Date.now();
        if (!signal.aborted) await this.index.update();
      } catch (error) {
        // The database is down, which the health report says; the next round goes on from what is recorded.
        this.logger.debug(`dead letters were not followed: ${(error as Error).message}`);
      }
    }
  }

  /** Until the next round, or until woken; not at all during a shutdown. */
  private pause(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    const ms = Date.now() - this.lastTurn < RUNNING_FOR_MS ? WHILE_RUNNING_MS : EVERY_MS;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
