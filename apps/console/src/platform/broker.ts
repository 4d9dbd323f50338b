import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { BrokerUnavailable } from '@waybill/messaging';
import {
  ConfigurationRefused,
  inboxPrefixOf,
  type HealthCheck,
  type StreamReader,
} from '@waybill/messaging/operations';
import { JetStreamTransport } from '@waybill/messaging/jetstream';
import { brokerAccess, HealthChecks } from '@waybill/service';
import { createLogger } from '@waybill/telemetry';
import { CONSOLE_CONFIG } from '../config.token.js';
import type { ConsoleConfig } from '../config.js';

/** Reads streams, and publishes what replays dead letters. Connects, and reconnects, without end: people open the console when things are down. */
@Injectable()
export class Broker implements OnModuleInit, OnApplicationShutdown {
  readonly transport: JetStreamTransport;

  constructor(@Inject(CONSOLE_CONFIG) config: ConsoleConfig, health: HealthChecks) {
    this.transport = new JetStreamTransport({
      ...brokerAccess(config),
      name: 'console',
      inboxPrefix: inboxPrefixOf('console', config.namespace),
      namespace: config.namespace,
      log: createLogger('console', config.logLevel),
    });
    health.add(() => [this.health()]);
  }

  /** Waits for a broker that is down. A connection that is refused ends the process, by an uncaught error. */
  onModuleInit(): void {
    void this.transport.connected().catch((error: unknown) => {
      if (error instanceof ConfigurationRefused) throw error;
    });
  }

  isConnected(): boolean {
    return this.transport.isConnected();
  }

  /** The reader; fails at once, instead of waiting, if there is no connection. @throws BrokerUnavailable */
  get connected(): StreamReader {
    if (!this.isConnected()) throw new BrokerUnavailable('not connected to the broker');
    return this.transport.reader;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  /** Ready without the broker, too: the console is where people look to see that it is down. */
  private health(): HealthCheck {
    const check = { name: 'broker', role: 'api' as const };
    if (this.isConnected()) return { ...check, status: 'ok' };
    return { ...check, status: 'degraded', detail: 'not connected to NATS; connects again by itself' };
  }
}

/** No reply from the broker; or a stream was removed between two requests about it. */
export function isUnavailable(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === 'BROKER_UNAVAILABLE' || code === 'STREAM_NOT_FOUND';
}
