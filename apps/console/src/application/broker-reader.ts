import type { Publisher, StreamReader } from '@waybill/messaging';

/** The broker, without what only services do with it. An abstract class, so that Nest can inject it. */
export abstract class Broker {
  abstract readonly reader: Publisher & StreamReader;
  abstract isConnected(): boolean;
}
