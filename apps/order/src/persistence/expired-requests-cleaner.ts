import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { IdempotentRequests } from './idempotent-requests.js';

const EVERY_MS = 60_000;
const BATCH = 1_000;
/** Bounds one round, so that a backlog is worked off over many rather than in one long strain. */
const BATCHES = 20;

/** Forgets `Idempotency-Key`s that have expired. Several processes may do so side by side. */
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
    for (let batch = 0; batch < BATCHES; batch++) {
      if ((await this.requests.removeExpired(BATCH)) < BATCH) return;
    }
  }
}
