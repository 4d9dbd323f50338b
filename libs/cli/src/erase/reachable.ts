import type { ServiceDescription } from '@waybill/messaging/operations';
import { CliError } from '../cli-error.js';
import type { Platform } from '../consumers/connect-consumers.js';

/** The services of the platform, as the erasure needs them. */
export interface Reachable {
  /** Services with personal data of their own. */
  owners: string[];
  /** What running processes declare, by service. */
  described: ReadonlyMap<string, readonly ServiceDescription[]>;
}

/**
 * Asks every service of the workspace, and every other that has something on the broker.
 *
 * @throws CliError one does not respond: an erasure now could not be complete
 */
export async function reachable({ broker, link, services }: Platform): Promise<Reachable> {
  const { surveyPlatform } = await import('@waybill/messaging/operations');
  const described = new Map<string, readonly ServiceDescription[]>();
  const asking = {
    describe: async (service: string) => {
      const found = await link.describe(service);
      described.set(service, found);
      return found;
    },
  };
  await surveyPlatform(broker.reader, asking, services);
  const silent = [...described].filter(([, found]) => found.length === 0).map(([service]) => service);
  if (silent.length > 0) {
    throw new CliError(`nothing was erased: no process of ${silent.join(', ')} responds`, {
      code: 'SERVICE_UNAVAILABLE',
      fix: 'start it, then repeat the command; what a service that is gone has left, consumers prune removes',
    });
  }
  const owners = [...described].filter(([, found]) => found.some(({ erases }) => erases));
  return { owners: owners.map(([service]) => service), described };
}
