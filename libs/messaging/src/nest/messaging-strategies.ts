import type { CustomTransportStrategy } from '@nestjs/microservices';

/** The transports that a `MessagingModule` connects to its application. */
export class MessagingStrategies {
  constructor(readonly all: readonly CustomTransportStrategy[]) {}
}
