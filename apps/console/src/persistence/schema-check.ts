import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DatabaseRefused, newestMigration, PgDatabase, requireMigration } from '@waybill/service/postgres';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 1_000;

/** The console starts while its database is down, so it looks at the migrations once that answers. */
@Injectable()
export class SchemaCheck implements OnModuleInit, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();

  constructor(private readonly database: PgDatabase) {}

  /** A migration that is missing ends the process, as an error that nobody caught. */
  onModuleInit(): void {
    void this.run();
  }

  beforeApplicationShutdown(): void {
    this.#stopping.abort();
  }

  /** @throws DatabaseRefused the migration is not applied */
  async run(retryMs = RETRY_MS): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        return await requireMigration(this.database.pool, 'console', newestMigration('console'));
      } catch (error) {
        // Anything else is an outage, of which health and intake tell.
        if (error instanceof DatabaseRefused) throw error;
      }
      // Only a stop ends the pause early, and the loop looks at that itself.
      await delay(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
