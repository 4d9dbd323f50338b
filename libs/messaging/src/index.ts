export { backoffMs } from './backoff.js';
export { asyncApiOf, type DescribedService } from './catalogue/asyncapi.js';
export type { BatchHandler, DeliveryContext, EventHandler } from './consumer/handler.js';
export type { Duration } from './consumer/duration.js';
export type { Dispatched, DispatchObserver } from './consumer/observer.js';
export { planConsumers, type ConsumerPlan } from './consumer/plan.js';
export {
  consumer,
  type ConsumerDefinition,
  type ConsumerOptions,
  type StartFrom,
} from './consumer/define-consumer.js';
export { on, onBatch, type EventSubscription, type RetryPolicy } from './consumer/subscription.js';
export type { UnknownEvent, WaitingEvent } from './consumer/unknown-events.js';
export * from './contract/index.js';
export {
  DeadLetterDesk,
  DeadLetterIncomplete,
  DeadLetterNotFound,
  DeadLetterOrphaned,
  DeadLetterSettled,
  type DeadLetter,
} from './dead-letter/dead-letter-desk.js';
export { replayId } from './dead-letter/subjects.js';
export * from './errors.js';
export * from './health/index.js';
export {
  FaultsNotAllowed,
  FaultSwitches,
  InvalidFaultValue,
  UnknownFault,
  type Fault,
  type FaultDefinition,
} from './faults/fault-switches.js';
export { describeMessaging } from './inspection/describe-service.js';
export * from './inspection/protocol.js';
export * from './operator/index.js';
export { silentLog, type Log } from './log.js';
export type { EventMessage } from './message/event-message.js';
export { MessagingService, type MessagingServiceOptions, type Role } from './messaging-service.js';
export { DirectPublisher, type DirectItem } from './outbox/direct-publisher.js';
export type { AppendedEvent } from './outbox/appends.js';
export { Outbox, type PublishAllOptions } from './outbox/outbox.js';
export { DatabaseReadOnly, PooledSession } from './outbox/relay/own-session.js';
export { Relay, type RelayOptions } from './outbox/relay/relay.js';
export type { TracedReplay } from './tracing/replay-span.js';
export { outboxStatus, type OutboxStatus } from './outbox/status.sql.js';
export { republish, type Republished } from './outbox/republish.sql.js';
export { resendProgress, type ResendProgress } from './outbox/resend-progress.sql.js';
export { TransactionRunner } from './outbox/transaction-runner.js';
export type { ConnectionPool, PooledConnection } from './sql/connection-pool.js';
export { refusalOf, type DatabaseRefusal } from './sql/database-state.js';
export { causesOf } from './sql/error-causes.js';
export { execute, type SqlTransaction, type Transactions } from './sql/sql-transaction.js';
export { whileOpen, type OnRefused } from './sql/transaction-handle.js';
export { ATTRIBUTES } from './tracing/attributes.js';
export type * from './transport/transport.js';
