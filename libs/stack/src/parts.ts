// The parts of the stack, each alone: for tests that start one server, or look at what a start leaves behind.
export { stackConfig } from './config.js';
export { StackError } from './errors.js';
export { bringUp, checksumOf } from './migrations/bring-up.js';
export { archiveMirrors } from './nats/apt/archive-mirrors.js';
export { distribution } from './nats/apt/distribution.js';
export { fetchAptPackage } from './nats/apt/fetch-apt-package.js';
export { findNatsProgram } from './nats/find-nats-server.js';
export { type NatsClusterMember, natsReady, startNatsServer, stopNatsWith } from './nats/nats-server.js';
export { type NatsProgram } from './nats/nats-source.js';
export { isFree } from './ports/require-free-ports.js';
export { ensureCluster } from './postgres/cluster.js';
export { connectionString } from './postgres/connection-string.js';
export {
  findPgBouncer,
  type PgBouncer,
  type PgBouncerOptions,
  startPgBouncer,
} from './postgres/pgbouncer.js';
export { administratorUrl, postgresReady, startPostgres } from './postgres/postgres-server.js';
export { ensureLogin } from './postgres/ensure-database.js';
export { databaseName, ownerName } from './postgres/service-databases.js';
export { withClient } from './postgres/with-client.js';
export { LogFile } from './process/log-file.js';
export { identify, type ProcessIdentity, signal, signalGroup } from './process/process-identity.js';
export { type RunningProcess } from './process/running-process.js';
export { stopByIdentity, stopChild } from './process/stop-process.js';
export { unprivilegedUser } from './process/unprivileged-user.js';
export { waitUntil } from './process/wait-until.js';
export { hasRecord, recordedChildren, runningSupervisor, RunRecord } from './state/run-record.js';
export { stopOrphans } from './state/stop-orphans.js';
export { serverSettings } from './server-settings.js';
export { databaseServices, type ServiceName } from './workspace.js';
