import { mkdirSync } from 'node:fs';
import type { LogFile } from '../process/log-file.js';
import { startProcess, untilReady, type RunningProcess } from '../process/running-process.js';
import type { StopOptions } from '../process/stop-process.js';
import { requireOk } from '../services/http-get.js';
import { serverSettings } from '../server-settings.js';

export interface NatsServerOptions {
  /** Of the process; `nats` by default. */
  readonly name?: string;
  /** The program. */
  readonly file: string;
  readonly port: number;
  readonly monitoringPort: number;
  readonly storeDir: string;
  /** A settings file; `servers/nats.conf` by default. */
  readonly settings?: string;
  readonly log: LogFile;
  /** Undefined for a single server. */
  readonly cluster?: NatsClusterMember;
}

/** A server's place in a cluster. */
export interface NatsClusterMember {
  /** Unique in the cluster, and kept: the replicas of the streams are assigned to it. */
  readonly serverName: string;
  /** Where the others connect. */
  readonly routePort: number;
  /** Route ports of other members; its own among them does no harm. */
  readonly routes: readonly number[];
}

/** SIGTERM closes the connections and flushes the streams' files. */
export const stopNatsWith: Omit<StopOptions, 'now'> = { signal: 'SIGTERM', deadline: 15_000 };

export async function startNatsServer(options: NatsServerOptions): Promise<RunningProcess> {
  const { name = 'nats', file, settings = serverSettings('nats.conf'), cluster } = options;
  mkdirSync(options.storeDir, { recursive: true });
  const args = [
    ...['-c', settings],
    ...['-a', '127.0.0.1', '-p', String(options.port), '-m', String(options.monitoringPort)],
    ...['-sd', options.storeDir],
    ...(cluster ? clusterArguments(cluster) : []),
  ];
  const env = { PATH: '/usr/bin:/bin', TZ: 'UTC' };
  return startProcess({ name, file, args, env, cwd: '/' }, options.log);
}

function clusterArguments({ serverName, routePort, routes }: NatsClusterMember): string[] {
  return [
    ...['--name', serverName, '--cluster_name', 'waybill'],
    ...['--cluster', routeUrl(routePort)],
    ...(routes.length > 0 ? ['--routes', routes.map(routeUrl).join(',')] : []),
  ];
}

function routeUrl(port: number): string {
  return `nats://127.0.0.1:${port}`;
}

/**
 * Resolves when the server accepts clients and its JetStream has recovered what is in the store folder; in a cluster,
 * when it has caught up with the others, which takes a majority of them.
 */
export async function natsReady(
  process: RunningProcess,
  monitoringPort: number,
  timeout?: number,
): Promise<void> {
  await untilReady(process, () => requireOk(`http://127.0.0.1:${monitoringPort}/healthz`), timeout);
}
