import type { INestApplication } from '@nestjs/common';
import { MessagingStrategy } from './messaging-strategy.js';

/** Connects the consumers of `MessagingModule` to the application; `app.startAllMicroservices()` starts them. */
export function connectMessaging(app: INestApplication): void {
  app.connectMicroservice({ strategy: app.get(MessagingStrategy) });
}
