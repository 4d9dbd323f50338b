import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { connectJetStream, LateTransport } from '@waybill/messaging/jetstream';
import { createLogger } from '@waybill/telemetry';
import { Broker } from '../application/broker.js';
import type { ConsoleConfig } from '../config.js';

/** Connects late and for ever: the console is what people look at when things are down. */
@Injectable()
export class JetStreamBroker extends Broker implements OnApplicationShutdown {
  readonly reader: LateTransport;

  constructor({ natsUrl, natsCreds, natsCa, logLevel }: ConsoleConfig) {
    super();
    this.reader = new LateTransport((signal) =>
      connectJetStream({
        servers: [...natsUrl],
        name: 'console',
        credentials: natsCreds,
        ca: natsCa,
        log: createLogger('console', logLevel),
        signal,
      }),
    );
  }

  isConnected(): boolean {
    return this.reader.isConnected();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reader.close();
  }
}
