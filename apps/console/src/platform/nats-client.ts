import { ClientNats, type NatsOptions } from '@nestjs/microservices';
import { connectionSettings } from '@waybill/messaging/jetstream';
import type { ConsoleConfig } from '../config.js';

/** Request and reply with the services. Connects with its first request, or when presence is listened to. */
export function natsClient(config: Pick<ConsoleConfig, 'natsUrl' | 'natsCreds' | 'natsCa'>): ClientNats {
  const settings = connectionSettings({
    servers: [...config.natsUrl],
    name: 'console-inspection',
    credentials: config.natsCreds,
    ca: config.natsCa,
  });
  return new ClientNats(settings as Required<NatsOptions>['options']);
}
