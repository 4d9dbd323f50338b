import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { MessagingStrategy } from './messaging-strategy.js';

/** The transports that a `MessagingModule` connects to its application. */
export class MessagingStrategies {
  constructor(
    readonly events: MessagingStrategy,
    private readonly others: readonly CustomTransportStrategy[] = [],
  ) {}

  get all(): readonly CustomTransportStrategy[] {
    return [this.events, ...this.others];
  }
}
