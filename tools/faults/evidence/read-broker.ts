import { withBroker } from '../kinds/broker-admin.ts';
import type { Broker } from '../laboratory.ts';
import type { Consumer, Evidence } from './evidence.ts';

/** Of dead letters. */
export const DEAD = 'DEAD';

type BrokerEvidence = Pick<Evidence, 'consumers' | 'undelivered'>;

export function readBroker(lab: { broker: Pick<Broker, 'url'> }): Promise<BrokerEvidence> {
  return withBroker(lab, async (manager) => {
    const filters = new Map<string, string[]>();
    const durables = new Map<string, Set<string>>();
    const ordered = new Set<string>();
    const undelivered = new Map<string, number>();
    for await (const stream of manager.streams.list()) {
      for await (const durable of manager.consumers.list(stream.config.name)) {
        const waiting = durable.num_pending + durable.num_ack_pending;
        undelivered.set(durable.name, waiting);
        if (stream.config.name === DEAD) continue;
        // `<consumer>_<lane>_<n>of<m>`, with `~<epoch>` after the consumer's name once it was rebuilt.
        const name = durable.name.split(/[_~]/, 1)[0]!;
        const { filter_subjects = [], filter_subject } = durable.config;
        const own = filter_subject ? [filter_subject] : filter_subjects;
        filters.set(name, [...(filters.get(name) ?? []), ...own]);
        durables.set(name, (durables.get(name) ?? new Set()).add(durable.name.replace(/~\d+/, '')));
        if (/_\d+of\d+$/.test(durable.name)) ordered.add(name);
      }
    }
    const consumers = [...filters].map(([name, list]): Consumer => ({
      name,
      ordered: ordered.has(name),
      filters: [...new Set(list)],
      durables: [...durables.get(name)!],
    }));
    return { consumers, undelivered };
  });
}
