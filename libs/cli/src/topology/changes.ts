import type { TopologyChange, TopologyReply } from '@waybill/messaging/operations';
import type { Platform } from '../consumers/connect-consumers.js';

/** What is to be done for all of them, each thing once: processes of one service want mostly the same. */
export async function changesOf(
  { broker }: Pick<Platform, 'broker'>,
  wanted: readonly TopologyReply[],
): Promise<TopologyChange[]> {
  const { compareTopology } = await import('@waybill/messaging/operations');
  const changes = new Map<string, TopologyChange>();
  for (const each of wanted) {
    for (const found of await compareTopology(broker, each)) {
      changes.set([found.change, found.item, found.detail].join(' '), found);
    }
  }
  return [...changes.values()];
}
