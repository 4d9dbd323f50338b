import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { MessagingStrategy } from './messaging-strategy.js';

/** The transports that a `MessagingModule` connects to its application. */
export class MessagingStrategies {
  constructor(
    readonly events: MessagingStrategy,
    readonly others: readonly CustomTransportStrategy[] = [],
  ) {}
}
