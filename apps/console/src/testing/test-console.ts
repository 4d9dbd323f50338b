import { loadConfig } from '@waybill/service';
import { startTestService, type TestService } from '@waybill/service/testing';
import { createTestDatabase, testNats } from '@waybill/testing';
import { console } from '../service.js';

/** The whole console on a database of its own and the run's broker; give the environment that the test is about. */
export async function startTestConsole(environment: Record<string, string> = {}): Promise<TestService> {
  const database = await createTestDatabase('console');
  const nats = environment.NATS_URL ?? (await testNats()).url;
  const config = loadConfig(console, {
    DATABASE_URL: database.url,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...environment,
    NATS_URL: nats,
  });
  const service = await startTestService(console, { config });
  return {
    ...service,
    close: async () => {
      await service.close();
      await database.drop();
    },
  };
}
