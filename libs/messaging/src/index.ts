/**
 * What a service is written with. A name is added together with its docstring and its line in docs/api.md, which
 * tools/checks/public-api.ts checks. Tools that run or watch services import from `@waybill/messaging/operations`.
 */
export { defineEvent, type DataOf, type EventContract, type Lane } from './contract/index.js';
export { isWithheld, personal, Withheld } from './contract/index.js';
export { consumer, type ConsumerDefinition, type ConsumerOptions } from './consumer/define-consumer.js';
export { on, onBatch } from './consumer/subscription.js';
export type { BatchHandler, DeliveryContext, EventHandler } from './consumer/handler.js';
export type { EventMessage } from './message/event-message.js';
export { Outbox } from './outbox/outbox.js';
export type { Eraser } from './personal/erasure.js';
export { PersonalData, type Erased } from './personal/personal-data.js';
export { DirectPublisher, type DirectItem } from './outbox/direct-publisher.js';
export { TransactionRunner } from './outbox/transaction-runner.js';
export { defineProcess, type ProcessDefinition } from './process/define-process.js';
export type { ProcessContext, ProcessHandler, ProcessInstance } from './process/process-handler.js';
export { execute, type SqlTransaction } from './sql/sql-transaction.js';
export { schedule, type ScheduleDefinition, type ScheduleOptions } from './schedule/define-schedule.js';
export type { ScheduledRun, ScheduledTask } from './schedule/scheduled-task.js';
export { FaultSwitches, type Fault } from './faults/fault-switches.js';
export { silentLog, type Log } from './log.js';
export {
  BrokerUnavailable,
  DeadLetterNow,
  DependencyDown,
  Discard,
  InvalidMessage,
  InvalidPayload,
  MessagingError,
  PublishRefused,
  RetryLater,
} from './errors.js';
