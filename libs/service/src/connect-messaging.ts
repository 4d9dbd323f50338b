import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import * as messaging from '@waybill/messaging/nest';
import type { Role } from './config/index.js';
import { HealthChecks, type HealthSource } from './health/health-checks.js';

interface MessagingDoor {
  connectMessaging?: (app: NestFastifyApplication) => Promise<unknown>;
  MessagingHealth?: new (...args: never[]) => { check: HealthSource };
}

/** Starts the consumers of the service's messaging module and lets its health count. */
export async function connectTo(app: NestFastifyApplication, roles: ReadonlySet<Role>): Promise<void> {
  const { connectMessaging, MessagingHealth } = messaging as MessagingDoor;
  if (MessagingHealth) {
    const health = app.get(MessagingHealth, { strict: false });
    app.get(HealthChecks).addSource('broker', () => health.check());
  }
  if (roles.has('consumers')) await connectMessaging?.(app);
}
