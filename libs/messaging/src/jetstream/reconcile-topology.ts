import { setTimeout as delay } from 'node:timers/promises';
import { JetStreamApiCodes, JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import { BrokerDenied, BrokerUnavailable, TopologyRefused } from '../errors.js';
import type { Log } from '../log.js';
import type { Topology } from '../transport/transport.js';
import { asUnavailable } from './broker-reply.js';
import { consumerItem } from './consumer-settings.js';
import { streamItem } from './stream-settings.js';
import {
  describeDifferences,
  differencesOf,
  readItem,
  type Difference,
  type TopologyItem,
} from './topology-item.js';

/** The cluster lacks the servers: for as long as some of them are down, or there are too few of them at all. */
const NO_PEERS = 10005;
/** It was created meanwhile, with other settings. */
const CREATED_MEANWHILE = new Set([10058, 10013, 10148]);

/**
 * Several services declare the same streams at the same time. All write the same declaration, so one that loses the race
 * finds what it wanted, or writes it a second time.
 */
export async function reconcileTopology(jsm: JetStreamManager, topology: Topology, log: Log): Promise<void> {
  const refusals: string[] = [];
  const reconcile = async (item: TopologyItem) => {
    const refusal = await reconcileItem(item, log);
    if (refusal) refusals.push(refusal);
  };
  // One after the other: a consumer needs its stream, and a start has time for a few dozen round trips.
  for (const stream of topology.streams) await reconcile(streamItem(jsm, stream));
  for (const consumer of topology.consumers) await reconcile(consumerItem(jsm, consumer));
  if (refusals.length > 0) throw new TopologyRefused(refusals.join('\n'));
}

async function reconcileItem(item: TopologyItem, log: Log): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    let differences: Difference[] = [];
    try {
      const actual = await readItem(item);
      if (!actual) {
        await item.create();
        log.info({ item: item.title }, 'created on the broker');
        return undefined;
      }
      const refusal = item.refusal?.(actual);
      if (refusal) return `${item.title}: ${refusal.detail}.`;
      differences = differencesOf(item, actual);
      if (differences.length > 0) {
        await item.update(actual);
        log.info({ item: item.title, changes: differences }, 'changed on the broker');
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.status === 503) {
        const unavailable = asUnavailable(error);
        const isTuning =
          differences.length > 0 && differences.every(({ setting }) => item.tunable.has(setting));
        if (!(unavailable instanceof BrokerDenied) || !isTuning) throw unavailable;
        // Another release may have set it: no reason to wait.
        log.warn({ item: item.title, differences }, 'left to "waybill topology apply": the broker denies it');
        return undefined;
      }
      if (error.code === NO_PEERS) {
        throw new BrokerUnavailable(
          `${item.title} has no place in the cluster: ${error.message}. Servers are down, or fewer than its replicas: ` +
            'start them, add some, or declare fewer replicas',
          { cause: error },
        );
      }
      const lostRace = CREATED_MEANWHILE.has(error.code) || error.code === item.missing;
      if (!lostRace || attempt === 5) return describeRefusal(item, differences, error);
      await delay(20 * attempt * Math.random());
    }
  }
}

function describeRefusal(
  item: TopologyItem,
  differences: readonly Difference[],
  error: JetStreamApiError,
): string {
  if (differences.length === 0) {
    return `${item.title} cannot be created: ${error.message} (${error.code}). ${fixOf(error.code) ?? ''}`.trimEnd();
  }
  const fix = fixOf(error.code);
  return (
    `${item.title} cannot be changed: ${describeDifferences(item, differences)}. ` +
    `The broker says: ${error.message} (${error.code}).${fix ? ` ${fix}` : ''}`
  );
}

function fixOf(code: number): string | undefined {
  switch (code) {
    case 10065:
      return 'Another stream holds a subject of this one: a subject belongs to one stream, find it with `nats stream ls --subject`.';
    case 10074:
      return 'Declare fewer replicas or add servers to the cluster.';
    case JetStreamApiCodes.StreamNotFound:
      return 'Declare its stream, or start the service that does.';
    default:
      return undefined;
  }
}
