import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectMessaging, MessagingHealth } from '@waybill/messaging/nest';
import { HealthChecks } from './health/health-checks.js';

/**
 * Lets the broker count for readiness and starts the consumers where the process has that role. The
 * application's own start-up hooks run first: they reconcile the streams that consumers read.
 */
export async function startMessaging(app: NestFastifyApplication): Promise<void> {
  const health = app.get(MessagingHealth, { strict: false });
  app.get(HealthChecks).addSource('broker', () => health.check());
  connectMessaging(app);
  await app.init();
  await app.startAllMicroservices();
}
