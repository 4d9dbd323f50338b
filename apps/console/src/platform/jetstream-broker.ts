import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ConfigurationRefused } from '@waybill/messaging';
import { connectJetStream, LateTransport } from '@waybill/messaging/jetstream';
import { createLogger } from '@waybill/telemetry';
import { Broker } from '../application/broker.js';
import type { ConsoleConfig } from '../config.js';

/** Connects late and for ever: the console is what people look at when things are down. */
@Injectable()
export class JetStreamBroker extends Broker implements OnModuleInit, OnApplicationShutdown {
  readonly reader: LateTransport;

  constructor({ natsUrl, natsCreds, natsCa, namespace, logLevel }: ConsoleConfig) {
    super();
    this.reader = new LateTransport((signal) =>
      connectJetStream({
        servers: [...natsUrl],
        name: 'console',
        credentials: natsCreds,
        ca: natsCa,
        namespace,
        log: createLogger('console', logLevel),
        signal,
      }),
    );
  }

  /** A broker that is down is waited for. One that is refused ends the process, as an error that nobody caught. */
  onModuleInit(): void {
    void this.reader.streamNames().catch((error: unknown) => {
      if (error instanceof ConfigurationRefused) throw error;
    });
  }

  isConnected(): boolean {
    return this.reader.isConnected();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reader.close();
  }
}
