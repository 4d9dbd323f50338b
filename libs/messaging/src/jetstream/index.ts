export { BrokerConnection, connectionSettings, type BrokerOptions } from './broker-connection.js';
export { connectJetStream, JetStreamTransport, type JetStreamOptions } from './jetstream-transport.js';
export { LateTransport } from '../transport/late-transport.js';
