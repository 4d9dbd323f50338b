export { connectJetStream, JetStreamTransport, type JetStreamOptions } from './jetstream-transport.js';
export type { TransportLog } from './transport-log.js';
