import { Injectable } from '@nestjs/common';
import type { MessagingService } from '../messaging-service.js';
import type { Transport } from '../transport/transport.js';

export interface HealthCheck {
  name: string;
  ok: boolean;
  detail?: string;
}

/** The broker's part of a service's readiness. */
@Injectable()
export class MessagingHealth {
  constructor(
    private readonly transport: Pick<Transport, 'isConnected'>,
    private readonly messaging: Pick<MessagingService, 'isReady'>,
  ) {}

  check(): HealthCheck[] {
    if (!this.transport.isConnected()) {
      return [{ name: 'broker', ok: false, detail: 'not connected to NATS; connects again by itself' }];
    }
    if (!this.messaging.isReady) {
      return [{ name: 'broker', ok: false, detail: 'streams and consumers are not set up yet' }];
    }
    return [{ name: 'broker', ok: true }];
  }
}
