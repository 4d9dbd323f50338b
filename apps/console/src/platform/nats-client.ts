import { ClientNats, type NatsOptions } from '@nestjs/microservices';
import { connectionSettings } from '@waybill/messaging/jetstream';
import { inboxPrefixOf } from '@waybill/messaging/operations';
import { brokerAccess } from '@waybill/service';
import type { ConsoleConfig } from '../config.js';

/** Request/reply with the services, and presence events. Connects when it is first used. */
export function natsClient(config: ConsoleConfig): ClientNats {
  const settings = connectionSettings({
    ...brokerAccess(config),
    name: 'console-inspection',
    inboxPrefix: inboxPrefixOf('console', config.namespace),
  });
  return new ClientNats(settings as Required<NatsOptions>['options']);
}
