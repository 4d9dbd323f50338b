import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { BaseConfig } from '../config/index.js';
import { startMessaging } from '../start-messaging.js';
import { createService, type ServiceDefinition } from '../create-service.js';
import { stopService } from '../stop-service.js';

export interface TestService {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The drain that SIGTERM starts. */
  close(): Promise<void>;
}

export interface TestServiceOptions {
  /** Start the consumers of the service's messaging module. Left out, the HTTP face is served alone. */
  messaging?: boolean;
}

/** The same service that `runService` runs, in this process, on a free port. */
export async function startTestService<Config extends BaseConfig>(
  definition: ServiceDefinition<Config>,
  config: Config,
  { messaging = false }: TestServiceOptions = {},
): Promise<TestService> {
  const app = await createService(definition, { ...config, port: 0, host: '127.0.0.1' });
  try {
    if (messaging) await startMessaging(app);
    await app.listen({ host: '127.0.0.1', port: 0 });
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, url: await app.getUrl(), close: () => stopService(app) };
}
