import { loadConfig, type Settings } from '../config/index.js';
import type { ServiceConfig, ServiceDefinition } from '../define-service.js';

/** The defaults of all settings, without logs and with servers that do not exist; `overrides` has what the test needs. */
export function testConfig<Own extends Settings>(
  { settings }: Pick<ServiceDefinition<Own>, 'settings'> = {},
  overrides: Partial<ServiceConfig<Own>> = {},
): ServiceConfig<Own> {
  const environment = {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    NATS_URL: 'nats://127.0.0.1:1',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SHUTDOWN_GRACE: '0',
    PERSONAL_DATA_KEY: Buffer.alloc(32, 'test').toString('base64'),
    // A test runs them itself, with `runSchedule`.
    SCHEDULES: 'off',
  };
  return { ...loadConfig({ settings }, environment), ...overrides };
}
