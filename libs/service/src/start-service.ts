import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectMessaging, MessagingHealth } from '@waybill/messaging/nest';
import { HealthChecks } from './health/health-checks.js';

/**
 * Binds the port and only then starts the work of the roles: if the port is taken, no message has been consumed. The
 * process is ready once that work has started; it does not wait for a broker that is down.
 */
export async function startService(
  app: NestFastifyApplication,
  address: { host: string; port: number },
  { database }: { database?: unknown },
): Promise<void> {
  if (database) {
    const health = app.get(MessagingHealth, { strict: false });
    app.get(HealthChecks).add(() => health.check());
    await connectMessaging(app);
  }
  await app.listen(address);
  await app.startAllMicroservices();
}
