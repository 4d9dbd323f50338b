import { Injectable } from '@nestjs/common';
import type { Transport } from '../transport/transport.js';

export interface HealthCheck {
  name: string;
  ok: boolean;
  detail?: string;
}

/** The broker's part of a service's readiness. */
@Injectable()
export class MessagingHealth {
  constructor(private readonly transport: Pick<Transport, 'isConnected'>) {}

  check(): HealthCheck[] {
    const ok = this.transport.isConnected();
    return [
      { name: 'broker', ok, ...(ok ? {} : { detail: 'not connected to NATS; connects again by itself' }) },
    ];
  }
}
