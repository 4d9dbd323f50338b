import { BrokerUnavailable, type Publisher, type StreamReader } from '@waybill/messaging';

/** The broker, without what only services do with it. An abstract class, so that Nest can inject it. */
export abstract class Broker {
  /** Waits for the first connection, however long that takes: look before you ask. */
  abstract readonly reader: Publisher & StreamReader;
  abstract isConnected(): boolean;

  /** The reader, for who can say at once that the broker is away. @throws BrokerUnavailable */
  get connected(): Publisher & StreamReader {
    if (!this.isConnected()) throw new BrokerUnavailable('not connected to the broker');
    return this.reader;
  }
}

/** It does not answer. A stream may be removed between two questions about it, so that one of them finds none. */
export function isBrokersSilence(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === 'BROKER_UNAVAILABLE' || code === 'STREAM_NOT_FOUND';
}
