import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { Consumer, DeadLetterSeen, Evidence } from './evidence.ts';

const DEAD = 'DEAD';

type BrokerEvidence = Pick<Evidence, 'consumers' | 'undelivered' | 'deadLetters'>;

export async function readBroker(url: string): Promise<BrokerEvidence> {
  const nats = await connect({ servers: url.split(',') });
  try {
    const manager = await jetstreamManager(nats);
    const filters = new Map<string, string[]>();
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
        if (/_\d+of\d+$/.test(durable.name)) ordered.add(name);
      }
    }
    const consumers = [...filters].map(([name, list]): Consumer => ({
      name,
      ordered: ordered.has(name),
      filters: [...new Set(list)],
    }));
    return { consumers, undelivered, deadLetters: await openDeadLetters(manager) };
  } finally {
    await nats.close();
  }
}

/** Those that nobody has resolved. */
async function openDeadLetters(manager: JetStreamManager): Promise<DeadLetterSeen[]> {
  const { state } = await manager.streams.info(DEAD, { subjects_filter: 'dead.settled.>' });
  const resolved = new Set(Object.keys(state.subjects ?? {}).map((subject) => subject.split('.').at(-1)));
  const letters: DeadLetterSeen[] = [];
  for (let sequence = Math.max(1, state.first_seq); sequence <= state.last_seq; sequence++) {
    const message = await manager.streams.getMessage(DEAD, { seq: sequence });
    if (!message?.subject.startsWith('dead.letter.') || resolved.has(String(sequence))) continue;
    const header = (name: string) => decodeURIComponent(message.header.get(name));
    letters.push({
      consumer: header('waybill-dead-consumer'),
      eventId: header('waybill-original-id'),
      error: header('waybill-dead-error'),
    });
  }
  return letters;
}
