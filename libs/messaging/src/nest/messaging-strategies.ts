import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { MessagingStrategy } from './messaging-strategy.js';
import { ProvidedEraser } from './provided-eraser.js';
import { ScheduledTasks } from './scheduled-tasks.js';

/** The transports that a `MessagingModule` connects to its application, and what else it calls of it. */
export class MessagingStrategies {
  constructor(
    readonly events: MessagingStrategy,
    readonly others: readonly CustomTransportStrategy[] = [],
    readonly tasks = new ScheduledTasks([]),
    readonly eraser = new ProvidedEraser(undefined),
  ) {}
}
