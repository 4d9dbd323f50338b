import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { MessagingStrategy } from './messaging-strategy.js';
import { ScheduledTasks } from './scheduled-tasks.js';

/** The transports that a `MessagingModule` connects to its application, and the tasks that it runs by the clock. */
export class MessagingStrategies {
  constructor(
    readonly events: MessagingStrategy,
    readonly others: readonly CustomTransportStrategy[] = [],
    readonly tasks = new ScheduledTasks([]),
  ) {}
}
