export { stackConfig, stackVariables, type StackVariable } from './config.js';
export type { ProcessView } from './control/process-control.js';
export { StackError, reasonOf } from './errors.js';
export { findDrift } from './migrations/find-drift.js';
export { migrate } from './migrations/migrate.js';
export { prismaFolder } from './migrations/migration-files.js';
export { BROKER_COUNTS, type BrokerCount } from './nats/broker-places.js';
export type { RenderBrokerUsers } from './nats/broker-users.js';
export { findNatsServer } from './nats/find-nats-server.js';
export { inspectorPort } from './ports/inspector-port.js';
export { portPlan } from './ports/port-plan.js';
export { freePortBase, requireFreePorts } from './ports/require-free-ports.js';
export {
  dropUndeclaredDatabases,
  undeclaredDatabases,
  type UndeclaredDatabase,
} from './postgres/undeclared-databases.js';
export { postgresBinaries } from './postgres/binaries.js';
export { runtimeRole, type DatabaseLogins } from './postgres/database-logins.js';
export { runningLogins } from './postgres/running-logins.js';
export { identify, lives, signal } from './process/process-identity.js';
export { unprivilegedUser as postgresUser } from './process/unprivileged-user.js';
export { waitUntil } from './process/wait-until.js';
export { textReporter } from './reporter.js';
export { telemetryTo } from './services/service-environment.js';
export { LAST_REPLICA_PORT, type Replicas } from './services/replicas.js';
export type { StackOptions } from './stack-options.js';
export { startStack, type Stack } from './start-stack.js';
export { controlOf, orphansOf, runningSupervisor, type ControlAddress } from './state/run-record.js';
export { readState, removeState, type StackState } from './state/state-file.js';
export { stopOrphans } from './state/stop-orphans.js';
export { describeHealth, serviceHealth } from './status/service-health.js';
export { stackStatus, type PartStatus } from './status/stack-status.js';
export {
  databaseServices,
  inWorkspace,
  messagingServices,
  serviceNames,
  serviceOf,
  workspaceRoot,
  type ServiceName,
} from './workspace.js';
