import { mkdirSync } from 'node:fs';
import type { LogFile } from '../process/log-file.js';
import { startProcess, untilReady, type RunningProcess } from '../process/running-process.js';
import type { StopOptions } from '../process/stop-process.js';
import { requireOk } from '../services/http-get.js';
import { serverSettings } from '../server-settings.js';

export interface NatsServerOptions {
  /** The program. */
  readonly file: string;
  readonly port: number;
  readonly monitoringPort: number;
  readonly storeDir: string;
  readonly log: LogFile;
}

/** SIGTERM closes the connections and flushes the streams' files. */
export const stopNatsWith: Omit<StopOptions, 'now'> = { signal: 'SIGTERM', deadline: 15_000 };

/** Starts nats-server with the settings of `servers/nats.conf`. */
export async function startNatsServer(options: NatsServerOptions): Promise<RunningProcess> {
  mkdirSync(options.storeDir, { recursive: true });
  const args = [
    ...['-c', serverSettings('nats.conf')],
    ...['-a', '127.0.0.1', '-p', String(options.port), '-m', String(options.monitoringPort)],
    ...['-sd', options.storeDir],
  ];
  const env = { PATH: '/usr/bin:/bin', TZ: 'UTC' };
  return startProcess({ name: 'nats', file: options.file, args, env, cwd: '/' }, options.log);
}

/** Resolves when the server accepts clients and its JetStream has recovered what is in the store folder. */
export async function natsReady(process: RunningProcess, monitoringPort: number): Promise<void> {
  await untilReady(process, () => requireOk(`http://127.0.0.1:${monitoringPort}/healthz`));
}
