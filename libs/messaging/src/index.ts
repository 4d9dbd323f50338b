export * from './contract/index.js';
export type { BatchHandler, DeliveryContext, EventHandler } from './consumer/handler.js';
export { on, onBatch, type EventSubscription, type RetryPolicy } from './consumer/subscription.js';
export type { Duration } from './consumer/duration.js';
export * from './errors.js';
export type { EventMessage } from './message/event-message.js';
export { execute, type SqlTransaction, type Transactions } from './sql/sql-transaction.js';
export type * from './transport/transport.js';
