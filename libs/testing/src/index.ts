import { ownServers, runServers, type RunServers } from './run-servers.js';
import type { TestNatsOptions, TestNatsServer } from './test-nats.js';
import type { RouteLink, TestNatsCluster } from './test-nats-cluster.js';
import type { TestPostgres } from './test-postgres.js';

export { createTestDatabase, type TestDatabase } from './create-test-database.js';
export { eventually } from './eventually.js';
export { freePort } from './free-port.js';
export { LocalAuthority, type IssuedCertificate } from './local-authority.js';
export { LocalIssuer, type TokenContent } from './local-issuer.js';
export { LocalProvider } from './local-provider.js';
export { modelRuns, type ModelRuns } from './model-runs.js';
export { findPgBouncer, startPgBouncer, type TestPgBouncer } from './pgbouncer.js';
export { readOnlineRetail, type RetailOrder } from './online-retail.js';
export { ownServers, stopOwnServers } from './run-servers.js';
export { severableDatabase } from './severable-database.js';
export type { TestNatsOptions, TestNatsServer } from './test-nats.js';
export type { RouteLink, TestNatsCluster } from './test-nats-cluster.js';
export type { TestPostgres } from './test-postgres.js';
export type { TestServers } from './test-servers.js';

/** The run's Postgres; if no run has been set up, one that runs as long as this process. */
export async function testPostgres(): Promise<TestPostgres> {
  return runServers()?.postgres ?? (await ownServers()).postgres();
}

/**
 * The run's nats-server with JetStream, shared by all test files: use names of streams and subjects that no other test
 * uses, and do not stop it. With `isolated`, one for this test alone, which may be killed and restarted and is stopped by
 * `stop()` or `await using`.
 */
export async function testNats(): Promise<RunServers['nats']>;
export async function testNats(options: { isolated: true } & TestNatsOptions): Promise<TestNatsServer>;
export async function testNats(
  options?: { isolated: true } & TestNatsOptions,
): Promise<RunServers['nats'] | TestNatsServer> {
  const run = runServers();
  if (!options) return run?.nats ?? (await ownServers()).nats();
  const { isolated: _, ...settings } = options;
  const own = await ownServers();
  return own.isolatedNats(run?.natsProgram ?? (await own.natsProgram()), settings);
}

/** A cluster of three for this test alone; `stop()` it at the end. */
export async function testNatsCluster(link?: RouteLink): Promise<TestNatsCluster> {
  const own = await ownServers();
  return own.natsCluster(runServers()?.natsProgram ?? (await own.natsProgram()), link);
}
