export { addressError } from './broker-addresses.js';
export { certificateError, credentialsError } from './broker-files.js';
export { BrokerConnection, connectionSettings, type BrokerOptions } from './broker-connection.js';
export { connectJetStream, JetStreamTransport, type JetStreamOptions } from './jetstream-transport.js';
