import { startTestService, type TestService } from '@waybill/service/testing';
import { createTestDatabase, testNats } from '@waybill/stack/testing';
import { loadConsoleConfig } from '../config.js';
import { ConsoleModule } from '../console.module.js';

/** The whole console on a database of its own and the run's broker; give the environment that the test is about. */
export async function startTestConsole(environment: Record<string, string> = {}): Promise<TestService> {
  const database = await createTestDatabase('console');
  const nats = environment.NATS_URL ?? (await testNats()).url;
  const config = loadConsoleConfig({
    DATABASE_URL: database.url,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...environment,
    NATS_URL: nats,
  });
  const definition = {
    name: 'console',
    title: 'Console',
    messaging: false,
    // As configured: the test service listens on loopback whatever HOST says.
    module: () => ConsoleModule.with(config),
  };
  const service = await startTestService(definition, config);
  return {
    ...service,
    close: async () => {
      await service.close();
      await database.drop();
    },
  };
}
