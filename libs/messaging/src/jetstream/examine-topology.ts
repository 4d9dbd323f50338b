import { JetStreamApiCodes, JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import type { Topology, TopologyFault } from '../transport/transport.js';
import { asUnavailable } from './broker-answer.js';
import { consumerItem, settingsOf } from './consumer-settings.js';
import { streamItem } from './stream-settings.js';
import { describeDifferences, differencesOf, type Settings, type TopologyItem } from './topology-item.js';

/**
 * What is not as declared, without changing anything: one request for each stream, and one for all of its consumers,
 * so that it may run every few seconds.
 */
export async function examineTopology(
  jsm: JetStreamManager,
  { streams, consumers }: Topology,
): Promise<TopologyFault[]> {
  const names = new Set([...streams.map(({ name }) => name), ...consumers.map(({ stream }) => stream)]);
  const onBroker = new Map<string, Map<string, Settings> | undefined>();
  for (const name of names) onBroker.set(name, await durablesOf(jsm, name));
  const faults: TopologyFault[] = [];
  for (const stream of streams) {
    const item = streamItem(jsm, stream);
    const there = onBroker.get(stream.name) !== undefined;
    const fault = faultOf(item, there ? await readIfThere(item) : undefined);
    if (fault) faults.push(fault);
  }
  for (const consumer of consumers) {
    const fault = faultOf(consumerItem(jsm, consumer), onBroker.get(consumer.stream)?.get(consumer.name));
    if (fault) faults.push(fault);
  }
  return faults;
}

function faultOf(item: TopologyItem, actual: Settings | undefined): TopologyFault | undefined {
  const { title } = item;
  if (!actual) {
    return { item: title, kind: 'missing', detail: 'is gone from the broker: it is created again' };
  }
  const refusal = item.refusal?.(actual);
  if (refusal) return { item: title, ...refusal };
  const differences = differencesOf(item, actual).filter(({ setting }) => !item.tunable.has(setting));
  if (differences.length === 0) return undefined;
  return { item: title, kind: 'changed', detail: describeDifferences(item, differences) };
}

/** Undefined where there is no such stream. */
async function durablesOf(jsm: JetStreamManager, stream: string): Promise<Map<string, Settings> | undefined> {
  try {
    const durables = new Map<string, Settings>();
    for await (const { name, config } of jsm.consumers.list(stream)) durables.set(name, settingsOf(config));
    return durables;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound)
      return undefined;
    throw asUnavailable(error);
  }
}

async function readIfThere(item: TopologyItem): Promise<Settings | undefined> {
  try {
    return await item.read();
  } catch (error) {
    // Deleted between the two requests.
    if (error instanceof JetStreamApiError && error.code === item.missing) return undefined;
    throw asUnavailable(error);
  }
}
