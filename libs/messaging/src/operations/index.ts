/**
 * For what runs and watches services rather than being one: the console, the CLI, `@waybill/service`, generators and
 * benchmarks. May change with every release (docs/api.md).
 */
export { matchesSubject } from '../contract/subject-filter.js';
export { backoffMs } from '../backoff.js';
export { asyncApiOf, type DescribedService } from '../catalogue/asyncapi.js';
export { payloadStreamOf, referenceIn, type DataReference } from '../claim-check/data-reference.js';
export { withPayload } from '../claim-check/payload-download.js';
export { planConsumers } from '../consumer/plan.js';
export type { EventSubscription } from '../consumer/subscription.js';
export {
  DeadLetterIncomplete,
  DeadLetterNotFound,
  DeadLetterOrphaned,
  DeadLetterResolved,
  type DeadLetter,
} from '../dead-letter/dead-letter.js';
export type { PayloadError } from '../dead-letter/check-payload.js';
export { DeadLetterQueue, type ResolveOptions } from '../dead-letter/dead-letter-queue.js';
export { errorPattern } from '../dead-letter/fingerprint.js';
export type { DeadLetterChange, LetterFilter } from '../dead-letter/read-letters.js';
export { replayId } from '../dead-letter/subjects.js';
export { ConfigurationRefused, InvalidPayload, StreamNotFound, TransactionEnded } from '../errors.js';
export { DatabaseProbe } from '../health/database-probe.js';
export {
  HealthSources,
  type HealthCheck,
  type HealthSource,
  type HealthStatus,
} from '../health/health-check.js';
export { obstacles, overallStatus } from '../health/readiness.js';
export { describeMessaging } from '../inspection/describe-service.js';
export * from '../inspection/protocol.js';
export { MessagingService } from '../messaging-service.js';
export { applyTopology, compareTopology, type TopologyChange } from '../operator/apply-topology.js';
export { listConsumers, type ListedConsumer } from '../operator/list-consumers.js';
export { surveyPlatform } from '../operator/platform-survey.js';
export { prune } from '../operator/prune.js';
export { MOST_COUNTED, planPrune, type PrunePlan } from '../operator/prune-plan.js';
export type { ServiceLink } from '../operator/service-link.js';
export type { AppendedEvent } from '../outbox/appends.js';
export { republish, type Republished } from '../outbox/republish.sql.js';
export { resendProgress, type ResendProgress } from '../outbox/resend-progress.sql.js';
export { outboxStatus, type OutboxStatus } from '../outbox/status.sql.js';
export {
  consolePermissions,
  inboxPrefixOf,
  operatorPermissions,
  provisionerPermissions,
  servicePermissions,
  type BrokerPermissions,
  type ServiceMessaging,
} from '../permissions/broker-permissions.js';
export { renderAuthorization, type BrokerUser } from '../permissions/nats-conf.js';
export { masterKeyError, MasterKeys, type KeyWrapper } from '../personal/master-keys.js';
export { Cleaner } from '../retention/cleaner.js';
export { refusalOf, type DatabaseRefusal } from '../sql/database-state.js';
export { causesOf } from '../sql/error-causes.js';
export { preparedNameOf } from '../sql/prepared-statements.js';
export type { Transactions } from '../sql/sql-transaction.js';
export { fromWantedDurable } from '../topology/wanted-durable.js';
export { whileOpen } from '../sql/transaction-handle.js';
export { ATTRIBUTES } from '../tracing/attributes.js';
export type { TracedReplay } from '../tracing/replay-span.js';
export type * from '../transport/stream-transport.js';
export type * from '../transport/transport.js';
