import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DatabaseRefused, newestMigration, PgDatabase, requireMigration } from '@waybill/service/postgres';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 1_000;

/** The console starts while its database is down, so it checks the migrations as soon as it is up. */
@Injectable()
export class SchemaCheck implements OnModuleInit, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();

  constructor(private readonly database: PgDatabase) {}

  /** A missing migration ends the process, by an uncaught error. */
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
        // Everything else is an outage, which health and intake report.
        if (error instanceof DatabaseRefused) throw error;
      }
      // Aborted at a shutdown, which the loop checks.
      await delay(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
