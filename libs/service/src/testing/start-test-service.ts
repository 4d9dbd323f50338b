import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MessagingHealth } from '@waybill/messaging/nest';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BaseConfig } from '../config/index.js';
import { createService, type ServiceDefinition } from '../create-service.js';
import { startService } from '../start-service.js';
import { stopService } from '../stop-service.js';

export interface TestService {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The drain that SIGTERM starts. */
  close(): Promise<void>;
}

export interface TestServiceOptions {
  /**
   * Start the relay and consumers of the service's messaging module, and wait until its streams and consumers
   * are there, so that a test may publish at once. Left out, the HTTP face is served alone.
   */
  messaging?: boolean;
}

/** The same service that `runService` runs, in this process, on a free port. */
export async function startTestService<Config extends BaseConfig>(
  definition: ServiceDefinition<Config>,
  config: Config,
  { messaging = false }: TestServiceOptions = {},
): Promise<TestService> {
  const address = { host: '127.0.0.1', port: 0 };
  const app = await createService(definition, { ...config, ...address });
  try {
    if (messaging) {
      await startService(app, address);
      await untilConsuming(app);
    } else {
      await app.listen(address);
    }
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, url: await app.getUrl(), close: () => stopService(app) };
}

async function untilConsuming(app: NestFastifyApplication): Promise<void> {
  const health = app.get(MessagingHealth, { strict: false });
  while (!health.isSetUp) await nextTurn();
}
