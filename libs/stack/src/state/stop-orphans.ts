import type { ProcessIdentity } from '../process/process-identity.js';
import { stopByIdentity } from '../process/stop-process.js';
import { BROKER_NAMES } from '../nats/broker-places.js';
import { stopNatsWith } from '../nats/nats-server.js';
import { postgresOn, stopPostgresWith } from '../postgres/postgres-server.js';
import { stopServiceWith } from '../services/service-process.js';

/**
 * Stops what a killed supervisor left behind, in the order of an ordinary stop: services, console, nats-server, Postgres.
 * They are not adopted: they may have been started with other settings, and this process is not their parent, so that
 * it could not wait for them.
 *
 * @param say called for each
 */
export async function stopOrphans(
  dataDir: string,
  orphans: Readonly<Record<string, ProcessIdentity>>,
  say: (line: string) => void,
): Promise<void> {
  const stopWith = stopServiceWith(process.env['SHUTDOWN_GRACE']);
  const { console, postgres, ...others } = orphans;
  const isBroker = (name: string) => BROKER_NAMES.some((each) => each === name);
  const [services, brokers] = [false, true].map((broker) =>
    Object.entries(others).filter(([name]) => isBroker(name) === broker),
  );
  const stop = async (
    name: string,
    identity: ProcessIdentity,
    options: Parameters<typeof stopByIdentity>[1],
  ) => {
    say(`stopping ${name} (pid ${identity.pid}), left over from a stack that was killed`);
    await stopByIdentity(identity, options);
  };
  await Promise.all(services!.map(([name, identity]) => stop(name, identity, stopWith)));
  if (console) await stop('console', console, stopWith);
  await Promise.all(brokers!.map(([name, identity]) => stop(name, identity, stopNatsWith)));
  const server = postgres ?? postgresOn(dataDir);
  if (server) await stop('postgres', server, stopPostgresWith);
}
