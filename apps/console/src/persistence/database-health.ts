import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseProbe } from '@waybill/messaging';
import { HealthChecks } from '@waybill/service';
import { PgDatabase } from '@waybill/service/postgres';

/** Looks at the console's database; where there is messaging, that does it. */
@Injectable()
export class DatabaseHealth implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #probe: DatabaseProbe;

  constructor(database: PgDatabase, health: HealthChecks) {
    this.#probe = new DatabaseProbe(database.direct, { tables: ['span', 'log'] });
    health.add(this.#probe.check);
  }

  /** Waits for the first look, so that the first question has an answer. */
  async onApplicationBootstrap(): Promise<void> {
    await this.#probe.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#probe.stop();
  }
}
