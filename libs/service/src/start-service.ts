import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectMessaging, MessagingHealth } from '@waybill/messaging/nest';
import { HealthChecks } from './health/health-checks.js';

/**
 * Binds the port, and only then starts what the roles ask for: where the port is taken, no message has been
 * consumed. Until relay and consumers run, readiness says that the broker's part is not there yet.
 */
export async function startService(
  app: NestFastifyApplication,
  address: { host: string; port: number },
  { messaging = true }: { messaging?: boolean } = {},
): Promise<void> {
  if (messaging) {
    const health = app.get(MessagingHealth, { strict: false });
    app.get(HealthChecks).addSource('broker', () => health.check());
    connectMessaging(app);
  }
  await app.listen(address);
  await app.startAllMicroservices();
}
