import { Module, type DynamicModule } from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import { SpanQueries } from '../application/span-queries.js';
import type { ConsoleConfig } from '../config.js';
import { ChangedTraces } from './changed-traces.js';
import { PgSpanQueries } from './pg-span-queries.js';

/** Takes OpenTelemetry data in and keeps it; answers about traces. */
@Module({})
export class StoreModule {
  static with({ databaseUrl, databasePool }: ConsoleConfig): DynamicModule {
    return {
      module: StoreModule,
      providers: [
        // The console starts without it and waits for it: it is there to show what is wrong.
        {
          provide: PgDatabase,
          useFactory: () => PgDatabase.lazy({ databaseUrl, databasePool, name: 'console' }),
        },
        ChangedTraces,
        { provide: SpanQueries, useClass: PgSpanQueries },
      ],
      exports: [SpanQueries],
    };
  }
}
