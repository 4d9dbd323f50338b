import { waitUntil } from '@waybill/stack';
import type { Orders } from '../orders.ts';
import type { Cluster } from './cluster.ts';
import type { Workload } from '../../kubernetes/objects.ts';

/** Orders between two steps of the update, so that each step meets load. */
const BETWEEN = 20;

/** What never takes so long, in milliseconds: no measure of speed. */
const HANGS = 120_000;

/**
 * Replaces all pods of a service while orders come in, as `kubectl rollout` does with maxUnavailable 0: a new pod is ready
 * before the old one gets SIGTERM.
 *
 * @returns the orders, none of which was refused
 */
export async function rollingUpdate(
  cluster: Cluster,
  deployments: readonly Workload[],
  orders: Orders,
): Promise<readonly string[]> {
  const accepted: string[] = [];
  const done = new AbortController();
  const customers = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!done.signal.aborted) accepted.push(await orders.place());
    }),
  );
  const more = async () => {
    const enough = accepted.length + BETWEEN;
    await waitUntil(() => accepted.length >= enough, {
      ...{ until: `${BETWEEN} more orders are accepted`, timeout: HANGS, signal: done.signal },
    });
  };
  const update = async () => {
    await more();
    for (const deployment of deployments) {
      for (const old of cluster.podsOf(deployment)) {
        await cluster.start(deployment);
        await more();
        await cluster.stop(old);
        await more();
      }
    }
  };
  try {
    // Ends at once when a request has failed.
    await Promise.race([update(), customers]);
  } finally {
    done.abort();
  }
  await customers;
  return accepted;
}
