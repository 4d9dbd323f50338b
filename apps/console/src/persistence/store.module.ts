import { Module, type DynamicModule } from '@nestjs/common';
import { HealthChecks } from '@waybill/service';
import { PgDatabase } from '@waybill/service/postgres';
import { Intake } from '../application/intake.js';
import { SpanQueries } from '../application/span-queries.js';
import { TraceLookup } from '../application/trace-lookup.js';
import { TraceQueries } from '../application/trace-queries.js';
import type { ConsoleConfig } from '../config.js';
import { BufferedIntake } from './buffered-intake.js';
import { ChangedTraces } from './changed-traces.js';
import { DatabaseHealth } from './database-health.js';
import { PgSpanQueries } from './pg-span-queries.js';
import { PgTraceLookup } from './pg-trace-lookup.js';
import { PgTraceQueries } from './pg-trace-queries.js';
import { Pruner } from './pruner.js';
import { RecordWriter } from './record-writer.js';
import { SchemaCheck } from './schema-check.js';

/** Takes OpenTelemetry data in and keeps it; answers about traces. */
@Module({})
export class StoreModule {
  static with({ databaseUrl, databaseDirectUrl, databasePool, ...retention }: ConsoleConfig): DynamicModule {
    return {
      module: StoreModule,
      providers: [
        {
          provide: PgDatabase,
          // The console starts without it and waits for it: it is there to show what is wrong.
          useFactory: () =>
            PgDatabase.lazy({
              databaseUrl,
              databaseDirectUrl,
              databasePool,
              name: 'console',
              relaxedCommits: true,
            }),
        },
        SchemaCheck,
        DatabaseHealth,
        ChangedTraces,
        RecordWriter,
        {
          provide: Intake,
          inject: [RecordWriter, ChangedTraces, HealthChecks],
          useFactory: (writer: RecordWriter, changed: ChangedTraces, health: HealthChecks) => {
            const intake = new BufferedIntake(writer, changed);
            health.add(() => [intake.health()]);
            return intake;
          },
        },
        {
          provide: Pruner,
          inject: [PgDatabase],
          useFactory: (database: PgDatabase) => new Pruner(database, retention),
        },
        { provide: SpanQueries, useClass: PgSpanQueries },
        { provide: TraceLookup, useClass: PgTraceLookup },
        { provide: TraceQueries, useClass: PgTraceQueries },
      ],
      exports: [Intake, SpanQueries, TraceLookup, TraceQueries],
    };
  }
}
