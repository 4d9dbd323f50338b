import { readTelemetryConfig } from '@waybill/telemetry/register';
import type { BaseConfig } from '../config/index.js';

/** A complete configuration that points nowhere, silent; give what the test is about. */
export function testConfig(overrides: Partial<BaseConfig> = {}): BaseConfig {
  return {
    databaseUrl: 'postgresql://nobody@127.0.0.1:1/none',
    databaseDirectUrl: undefined,
    databasePool: 6,
    natsUrl: ['nats://127.0.0.1:1'],
    natsCreds: undefined,
    natsCa: undefined,
    namespace: undefined,
    streamReplicas: undefined,
    streamMaxAgeDays: undefined,
    streamMaxBytes: undefined,
    host: '127.0.0.1',
    port: 0,
    shutdownGraceMs: 0,
    roles: new Set(['api', 'relay', 'consumers']),
    faults: false,
    logLevel: 'silent',
    telemetry: readTelemetryConfig({}).config,
    ...overrides,
  };
}
