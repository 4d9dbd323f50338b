import { Injectable } from '@nestjs/common';
import type { HealthCheck } from '../health/health-check.js';
import type { MessagingService } from '../messaging-service.js';
import type { Transport } from '../transport/transport.js';

/** What is known of a service's messaging: of its database, its broker, its outbox and whatever else was added. */
@Injectable()
export class MessagingHealth {
  constructor(
    private readonly transport: Pick<Transport, 'isConnected'>,
    private readonly messaging: Pick<MessagingService, 'isReady' | 'health'>,
  ) {}

  /** At once, as of the last look. */
  check(): HealthCheck[] {
    return this.messaging.health.check();
  }

  /** Streams and consumers are there, and so is the broker. */
  get isSetUp(): boolean {
    return this.transport.isConnected() && this.messaging.isReady;
  }
}
