import type { TopologyReply } from '@waybill/messaging/operations';
import type { Platform } from '../consumers/connect-consumers.js';

/** What the running processes of some services want. */
export interface WantedTopologies {
  /** Of processes that started earlier first: where releases differ in a setting, the newer one has the last word. */
  wanted: TopologyReply[];
  /** Services of which a process did not reply, or none runs. */
  silent: string[];
}

export async function wantedBy(
  { link }: Pick<Platform, 'link'>,
  services: readonly string[],
): Promise<WantedTopologies> {
  const found = await Promise.all(
    services.map(async (service) => {
      const { length } = await link.describe(service);
      const wanted = length > 0 ? await link.askEach(service, 'topology.wanted', {}, length) : [];
      return { service, wanted, isSilent: length === 0 || wanted.length < length };
    }),
  );
  return {
    wanted: found
      .flatMap(({ wanted }) => wanted)
      .sort((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt)),
    silent: found.filter(({ isSilent }) => isSilent).map(({ service }) => service),
  };
}
