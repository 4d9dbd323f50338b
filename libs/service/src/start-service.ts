import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectMessaging, MessagingHealth } from '@waybill/messaging/nest';
import { HealthChecks } from './health/health-checks.js';

/**
 * Binds the port, and only then starts what the roles ask for: if the port is taken, no message has been consumed.
 * Readiness waits for that too, but not for an outage of the broker.
 */
export async function startService(
  app: NestFastifyApplication,
  address: { host: string; port: number },
  { database }: { database?: unknown },
): Promise<void> {
  if (database !== undefined) {
    const health = app.get(MessagingHealth, { strict: false });
    app.get(HealthChecks).add(() => health.check());
    await connectMessaging(app);
  }
  await app.listen(address);
  await app.startAllMicroservices();
}
