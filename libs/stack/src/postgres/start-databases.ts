import { migrate } from '../migrations/migrate.js';
import type { KeptProcesses } from '../process/kept-processes.js';
import { settled } from '../settled.js';
import type { StackOptions } from '../stack-options.js';
import { databaseServices, type ServiceName } from '../workspace.js';
import { runtimeRole, type DatabaseLogins } from './database-logins.js';
import { ensureCluster } from './cluster.js';
import { administratorUrl, postgresReady, startPostgres, stopPostgresWith } from './postgres-server.js';
import { ensureServiceDatabases } from './service-databases.js';

/**
 * Every service's database, migrated, on the embedded Postgres or as configured. Returns what the services connect
 * with.
 */
export async function startDatabases(
  options: StackOptions,
  kept: KeptProcesses,
): Promise<Record<ServiceName, string>> {
  const { report, ports, config, migrate: bringUp = migrate } = options;
  const logins = config.databases ?? (await startEmbedded(options, kept));
  const place = config.databases ? 'outside Postgres' : `127.0.0.1:${ports.postgres}`;
  await report.step(
    () => settled(...databaseServices.map((service) => bringUpAs(logins[service]!, service))),
    (applied) => {
      const count = applied.flat().length;
      const outcome = count === 0 ? 'up to date' : `${count} migrations applied`;
      return `Databases      ${databaseServices.join(', ')} (${place}): ${outcome}`;
    },
  );
  return Object.fromEntries(databaseServices.map((service) => [service, logins[service]!.runtime]));

  function bringUpAs(each: DatabaseLogins, service: ServiceName): Promise<string[]> {
    return bringUp(service, each.owner, runtimeRole(each));
  }
}

async function startEmbedded(
  { dataDir, report, ports }: StackOptions,
  kept: KeptProcesses,
): Promise<Record<ServiceName, DatabaseLogins>> {
  const cluster = await ensureCluster(dataDir);
  const url = administratorUrl(cluster, ports.postgres);
  const log = kept.log('postgres');
  await report.step(
    () =>
      kept.keep({
        name: 'postgres',
        start: () => startPostgres({ cluster, port: ports.postgres, log }),
        ready: (process) => postgresReady(process, url),
        stopWith: stopPostgresWith,
      }),
    () => `Postgres       on 127.0.0.1:${ports.postgres}, ${cluster.fresh ? 'new data' : 'existing data'}`,
  );
  return ensureServiceDatabases({ administratorUrl: url, secret: cluster.password, port: ports.postgres });
}
