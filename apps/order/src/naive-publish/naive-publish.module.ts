import { Module, type DynamicModule } from '@nestjs/common';
import { FaultSwitches, TransactionRunner } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { brokerAccess } from '@waybill/service';
import { createLogger } from '@waybill/telemetry';
import type { OrderConfig } from '../settings.js';
import { NaivePublish } from './naive-publish.js';

/** A demonstration: `npm run waybill -- delete naive-publish` deletes it. */
@Module({})
export class NaivePublishModule {
  static with(config: OrderConfig): DynamicModule {
    const log = createLogger('order', config.logLevel);
    const { servers, ca } = brokerAccess(config);
    const broker = { servers: servers.map(withoutLogin), ca, namespace: config.namespace, log };
    return {
      module: NaivePublishModule,
      providers: [
        {
          provide: NaivePublish,
          inject: [FaultSwitches, TransactionRunner],
          useFactory: (faults: FaultSwitches, transactions: TransactionRunner) =>
            new NaivePublish(faults, transactions, log, (signal) =>
              connectJetStream({ ...broker, name: 'order naive publish', signal }),
            ),
        },
      ],
    };
  }
}

/** The service's own user may publish what the service declares, and nothing else. The embedded broker lets anybody in on loopback. */
function withoutLogin(address: string): string {
  const url = new URL(address);
  url.username = url.password = '';
  return url.href;
}
