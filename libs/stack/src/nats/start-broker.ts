import type { KeepOptions, KeptProcesses } from '../process/kept-processes.js';
import { settled } from '../settled.js';
import type { StackOptions } from '../stack-options.js';
import type { BrokerPlace } from './broker-places.js';
import type { BrokerUsers } from './broker-users.js';
import { findNatsServer } from './find-nats-server.js';
import { shownAddresses } from './outside-broker.js';
import { natsReady, startNatsServer, stopNatsWith } from './nats-server.js';

/**
 * Starts the embedded nats-server, or a cluster of them, unless `NATS_URL` names one.
 *
 * @returns the addresses, separated by commas, without a login
 * @throws StackError `NATS_TOO_OLD`
 */
export async function startBroker(
  { report, config }: StackOptions,
  kept: KeptProcesses,
  places: readonly BrokerPlace[],
  users?: BrokerUsers,
): Promise<string> {
  const [found] = await settled(
    report.step(
      () => findNatsServer(config, report.say),
      (found) =>
        `nats-server    ${found.kind === 'program' ? `${found.version}, ${found.from}` : shownAddresses(found.url)}`,
    ),
    users?.write() ?? Promise.resolve(false),
  );
  if (found.kind === 'outside') return found.url;
  const routes = places.flatMap(({ routePort }) => routePort ?? []);
  // All at once: none is ready before a majority of the cluster runs.
  await report.step(
    () =>
      settled(
        ...places.map((place) =>
          kept.keep(server(found.path, place, routes, kept, users?.settingsOf(place.name))),
        ),
      ),
    () =>
      `JetStream      on 127.0.0.1:${places.map(({ port }) => port).join(', ')}, ` +
      `monitoring on ${places.map(({ monitoringPort }) => monitoringPort).join(', ')}`,
  );
  return places.map(({ port }) => `nats://127.0.0.1:${port}`).join(',');
}

function server(
  file: string,
  { name, port, monitoringPort, storeDir, routePort }: BrokerPlace,
  routes: readonly number[],
  kept: KeptProcesses,
  settings: string | undefined,
): KeepOptions {
  const cluster = routePort === undefined ? undefined : { serverName: name, routePort, routes };
  const options = { name, file, port, monitoringPort, storeDir, settings, log: kept.log(name), cluster };
  return {
    name,
    start: () => startNatsServer(options),
    ready: (process, timeout) => natsReady(process, monitoringPort, timeout),
    stopWith: stopNatsWith,
  };
}
