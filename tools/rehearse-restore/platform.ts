import { messagingServices, startStack, stackConfig, textReporter, type StackOptions } from '@waybill/stack';
import { administratorUrl, databaseName, ensureCluster } from '@waybill/stack/parts';
import { Random } from '../shoppers/random.ts';
import type { Laboratory, ServiceDatabase } from '../faults/laboratory.ts';
import { PersistentClient } from '../faults/load/persistent-client.ts';

const SERVICES = messagingServices.filter((name) => name !== 'console');

export interface Platform {
  readonly databases: readonly ServiceDatabase[];
  readonly broker: Pick<Laboratory['broker'], 'url'>;
  stop(): Promise<void>;
}

/** Services, Postgres and nats-server on what the folder holds. */
export async function startPlatform(dataDir: string, ports: StackOptions['ports']): Promise<Platform> {
  const stack = await startStack({
    ...{ dataDir, ports, config: stackConfig(), services: SERVICES },
    report: textReporter(() => {}),
    env: { ...process.env, OTEL_SDK_DISABLED: 'true' },
  });
  const administrator = new URL(administratorUrl(await ensureCluster(dataDir), ports.postgres));
  const databases = SERVICES.map((service): ServiceDatabase => {
    const role = databaseName(service);
    return {
      ...{ service, role },
      administratorUrl: Object.assign(new URL(administrator), { pathname: role }).href,
    };
  });
  return { databases, broker: { url: stack.state.nats }, stop: () => stack.stop() };
}

/** Goes on asking while the platform is away. */
export function clientOf(
  ports: StackOptions['ports'],
  service: string,
  signal: AbortSignal,
): PersistentClient {
  return new PersistentClient([`http://127.0.0.1:${ports[service]}`], new Random(1), signal);
}
