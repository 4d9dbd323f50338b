export { connectJetStream, JetStreamTransport, type JetStreamOptions } from './jetstream-transport.js';
