import { JetStreamApiCodes, type JetStreamManager } from '@nats-io/jetstream';
import type { Topology, TopologyDrift } from '../transport/transport.js';
import { unlessRefused } from './broker-reply.js';
import { consumerItem, settingsOf } from './consumer-settings.js';
import { listConsumers } from './list-consumers.js';
import { streamItem } from './stream-settings.js';
import {
  describeDifferences,
  differencesOf,
  readItem,
  type Settings,
  type TopologyItem,
} from './topology-item.js';

/**
 * What is not as declared, without changing anything: one request for each stream, and one for all of its consumers,
 * so that it may run every few seconds.
 */
export async function examineTopology(
  jsm: JetStreamManager,
  { streams, consumers }: Topology,
  settings?: 'every',
): Promise<TopologyDrift[]> {
  const names = new Set([...streams.map(({ name }) => name), ...consumers.map(({ stream }) => stream)]);
  const onBroker = new Map<string, Map<string, Settings> | undefined>();
  for (const name of names) onBroker.set(name, await durablesOf(jsm, name));
  const drifts: TopologyDrift[] = [];
  for (const stream of streams) {
    const item = streamItem(jsm, stream);
    const there = onBroker.get(stream.name) !== undefined;
    const drift = driftOf(item, there ? await readItem(item) : undefined, settings);
    if (drift) drifts.push(drift);
  }
  for (const consumer of consumers) {
    const durable = onBroker.get(consumer.stream)?.get(consumer.name);
    const drift = driftOf(consumerItem(jsm, consumer), durable, settings);
    if (drift) drifts.push(drift);
  }
  return drifts;
}

function driftOf(
  item: TopologyItem,
  actual: Settings | undefined,
  settings?: 'every',
): TopologyDrift | undefined {
  const { title } = item;
  if (!actual) {
    return { item: title, kind: 'missing', detail: 'is gone from the broker: it is created again' };
  }
  const refusal = item.refusal?.(actual);
  if (refusal) return { item: title, ...refusal };
  const differences = differencesOf(item, actual).filter(
    ({ setting }) => settings === 'every' || !item.tunable.has(setting),
  );
  if (differences.length === 0) return undefined;
  return { item: title, kind: 'changed', detail: describeDifferences(item, differences) };
}

/** Undefined if there is no such stream. */
function durablesOf(jsm: JetStreamManager, stream: string): Promise<Map<string, Settings> | undefined> {
  const list = listConsumers(jsm, stream).then(
    (consumers) => new Map(consumers.map(({ name, config }) => [name, settingsOf(config)])),
  );
  return unlessRefused([JetStreamApiCodes.StreamNotFound], list);
}
