import type { WantedDurable } from '../inspection/protocol.js';
import type { ConsumerDeclaration } from '../transport/transport.js';

/** A declaration as JSON. */
export function toWantedDurable({ startAt, ...durable }: ConsumerDeclaration): WantedDurable {
  return {
    ...durable,
    startAt: typeof startAt === 'string' ? startAt : { time: startAt.time.toISOString() },
  };
}

export function fromWantedDurable({ startAt, ...durable }: WantedDurable): ConsumerDeclaration {
  return { ...durable, startAt: typeof startAt === 'string' ? startAt : { time: new Date(startAt.time) } };
}
