export { addressError } from './broker-addresses.js';
export { certificateError, credentialsError, keyError } from './broker-files.js';
export {
  BrokerConnection,
  connectionSettings,
  type BrokerAccess,
  type BrokerOptions,
} from './broker-connection.js';
export { operatorHeaders } from './operator-headers.js';
export { connectJetStream, JetStreamTransport, type JetStreamOptions } from './jetstream-transport.js';
