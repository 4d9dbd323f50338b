import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseProbe } from '@waybill/messaging/operations';
import { HealthChecks } from '@waybill/service';
import { PgDatabase } from '@waybill/service/postgres';

/** Checks the console's database. In other services the messaging library does it. */
@Injectable()
export class DatabaseHealth implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #probe: DatabaseProbe;

  constructor(database: PgDatabase, health: HealthChecks) {
    this.#probe = new DatabaseProbe(database.direct, { tables: ['span', 'log', 'dead_letter'] });
    health.add(this.#probe.check);
  }

  /** Waits for the first check, so that the first health request has a result. */
  async onApplicationBootstrap(): Promise<void> {
    await this.#probe.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#probe.stop();
  }
}
