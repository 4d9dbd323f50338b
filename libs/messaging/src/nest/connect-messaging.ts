import type { INestApplication } from '@nestjs/common';
import { MessagingStrategies } from './messaging-strategies.js';

/**
 * Connects the consumers of `MessagingModule`, and what answers for it, to the application;
 * `app.startAllMicroservices()` starts them.
 */
export function connectMessaging(app: INestApplication): void {
  for (const strategy of app.get(MessagingStrategies).all) app.connectMicroservice({ strategy });
}
