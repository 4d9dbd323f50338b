/** The door for those who ask: subjects and shapes of requests and answers. They are answered by `@waybill/messaging/nest`. */
export * from './protocol.js';
