import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';
import { nsOf } from './nanoseconds.js';
import { PRUNE_LOGS } from './prune-logs.sql.js';
import { PRUNE_TRACES } from './prune-traces.sql.js';

const EVERY_MS = 30_000;
/** Removed by one statement: about 30 ms, in which the intake waits for the disk only. */
const BATCH = 2_000;
const HOUR_MS = 3_600_000;

/** Removes what is too old, or too much, in small batches, every half minute. */
@Injectable()
export class Pruner implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('pruning');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly database: PgDatabase,
    @Inject(CONSOLE_CONFIG) private readonly retention: Pick<ConsoleConfig, 'retentionHours' | 'maxSpans'>,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.running ??= this.round();
    }, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopped = true;
    await this.running;
  }

  /** Until nothing is due. @returns how many traces, and logs without a trace, were removed */
  async prune(now: Date): Promise<{ traces: number; logs: number }> {
    return {
      traces: await this.removeAll(PRUNE_TRACES, now),
      logs: await this.removeAll(PRUNE_LOGS, now),
    };
  }

  private async round(): Promise<void> {
    try {
      const { traces, logs } = await this.prune(new Date());
      if (traces + logs > 0) this.logger.log(`removed ${traces} traces, and ${logs} logs without a trace`);
    } catch (error) {
      // The intake logs that the database is down; the next round removes what is due by then.
      this.logger.debug(`pruning failed: ${(error as Error).message}`);
    } finally {
      this.running = undefined;
    }
  }

  private async removeAll(statement: string, now: Date): Promise<number> {
    const since = nsOf(new Date(now.getTime() - this.retention.retentionHours * HOUR_MS));
    let total = 0;
    for (let removed = -1; removed !== 0 && !this.stopped; total += removed) {
      const parameters = [since, this.retention.maxSpans, BATCH];
      const { rows } = await this.database.pool.query<{ removed: number }>(statement, parameters);
      removed = rows[0]?.removed ?? 0;
    }
    return total;
  }
}
