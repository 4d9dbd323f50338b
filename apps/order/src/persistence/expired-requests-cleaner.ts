import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { IdempotentRequests } from './idempotent-requests.js';

const EVERY_MS = 60_000;
const BATCH = 1_000;
/** Limits one round, so that a backlog is removed over several rounds. */
const MAX_BATCHES = 20;

/** Removes expired `Idempotency-Key`s. Several processes may do so concurrently. */
@Injectable()
export class ExpiredRequestsCleaner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ExpiredRequestsCleaner.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly requests: IdempotentRequests) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.clean().catch((error: unknown) => {
        this.logger.warn(`expired idempotency keys stay until the next round: ${String(error)}`);
      });
    }, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  async clean(): Promise<void> {
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      if ((await this.requests.removeExpired(BATCH)) < BATCH) return;
    }
  }
}
