import type { INestApplication } from '@nestjs/common';
import { MessagingStrategies } from './messaging-strategies.js';

/**
 * Connects the consumers of `MessagingModule`, and what answers for it, to the application;
 * `app.startAllMicroservices()` starts them.
 *
 * @throws WiringRefused a subscription whose handler Nest does not know: none of its messages could ever be handled
 */
export function connectMessaging(app: INestApplication): void {
  const strategies = app.get(MessagingStrategies);
  for (const strategy of strategies.all) app.connectMicroservice({ strategy });
  strategies.events.requireHandlers();
}
