import type { Provider } from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';
import { AuditStore } from './audit/audit-store.js';
import { ChangedTraces } from './changed-traces.js';
import { DatabaseHealth } from './database-health.js';
import { DeadLetterStore } from './dead-letters/dead-letter-store.js';
import { JobStore } from './dead-letters/job-store.js';
import { Intake } from './intake.js';
import { Pruner } from './pruner.js';
import { RecordWriter } from './record-writer.js';
import { SchemaCheck } from './schema-check.js';
import { SessionStore } from './sessions/session-store.js';
import { SpanQueries } from './span-queries.js';
import { TimedSpans } from './timed-spans.js';
import { TraceQueries } from './trace-queries.js';

/** What stores OpenTelemetry data and reads it back. */
export function store(config: ConsoleConfig): Provider[] {
  const { databaseUrl, databaseDirectUrl, databasePool } = config;
  const pools = { databaseUrl, databaseDirectUrl, databasePool, name: 'console', relaxedCommits: true };
  return [
    { provide: CONSOLE_CONFIG, useValue: config },
    // Lazy: the console also starts without its database, to show that it is down.
    { provide: PgDatabase, useFactory: () => PgDatabase.lazy(pools) },
    SchemaCheck,
    DatabaseHealth,
    ChangedTraces,
    RecordWriter,
    Intake,
    Pruner,
    DeadLetterStore,
    JobStore,
    SessionStore,
    AuditStore,
    SpanQueries,
    TimedSpans,
    TraceQueries,
  ];
}
