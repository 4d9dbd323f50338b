import { ClientNats, type NatsOptions } from '@nestjs/microservices';
import { connectionSettings } from '@waybill/messaging/jetstream';
import type { ConsoleConfig } from '../config.js';

/** Request/reply with the services, and presence events. Connects when it is first used. */
export function natsClient(config: Pick<ConsoleConfig, 'natsUrl' | 'natsCreds' | 'natsCa'>): ClientNats {
  const settings = connectionSettings({
    servers: [...config.natsUrl],
    name: 'console-inspection',
    credentials: config.natsCreds,
    ca: config.natsCa,
  });
  return new ClientNats(settings as Required<NatsOptions>['options']);
}
