import { join } from 'node:path';
import type { KeptProcesses } from '../process/kept-processes.js';
import type { StackOptions } from '../stack-options.js';
import { findNatsServer } from './find-nats-server.js';
import { shownAddresses } from './outside-broker.js';
import { natsReady, startNatsServer, stopNatsWith } from './nats-server.js';

/** Starts the embedded nats-server, unless `NATS_URL` names one. Returns its address. @throws StackError `NATS_TOO_OLD` */
export async function startBroker(
  { dataDir, report, ports, config }: StackOptions,
  kept: KeptProcesses,
): Promise<string> {
  const found = await report.step(
    () => findNatsServer(config, report.say),
    (found) =>
      `nats-server    ${found.kind === 'program' ? `${found.version}, ${found.from}` : shownAddresses(found.url)}`,
  );
  if (found.kind === 'outside') return found.url;
  const options = {
    file: found.path,
    port: ports.nats,
    monitoringPort: ports.natsMonitoring,
    storeDir: join(dataDir, 'nats'),
    log: kept.log('nats'),
  };
  await report.step(
    () =>
      kept.keep({
        name: 'nats',
        start: () => startNatsServer(options),
        ready: (process) => natsReady(process, ports.natsMonitoring),
        stopWith: stopNatsWith,
      }),
    () => `JetStream      on 127.0.0.1:${ports.nats}, monitoring on ${ports.natsMonitoring}`,
  );
  return `nats://127.0.0.1:${ports.nats}`;
}
