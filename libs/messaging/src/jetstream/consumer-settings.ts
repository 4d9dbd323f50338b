import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiCodes,
  ReplayPolicy,
  type ConsumerConfig,
  type ConsumerUpdateConfig,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { ConsumerDeclaration, StartAt } from '../transport/transport.js';
import type { Settings, TopologyItem } from './topology-item.js';

const REMAKE =
  'it cannot be changed on an existing consumer: delete it, and a running service recreates it at its position';

/**
 * A durable pull consumer. No `backoff`, which would replace the ack wait by its first step, and no
 * `max_deliver`, after which a message would stay in the stream unnoticed: the library decides how often
 * to try and when to dead-letter.
 *
 * Filters are added to the existing ones. Removing one that an older replica still needs would lose messages; adding one
 * is safe for replicas that do not know it, because they nak events that they do not know.
 */
export function consumerItem(jsm: JetStreamManager, declaration: ConsumerDeclaration): TopologyItem {
  const { stream, name, metadata } = declaration;
  const declared = (existing?: Partial<ConsumerConfig>) =>
    ({
      filter_subjects: union(existing?.filter_subjects ?? [], declaration.filters),
      ack_policy: AckPolicy.Explicit,
      replay_policy: ReplayPolicy.Instant,
      deliver_subject: undefined,
      max_ack_pending: declaration.maxAckPending,
      ack_wait: nanos(declaration.ackWaitMs),
      max_deliver: -1,
      backoff: undefined,
      headers_only: false,
      inactive_threshold: 0,
      metadata: { ...existing?.metadata, ...metadata },
    }) satisfies Partial<ConsumerConfig>;
  return {
    title: consumerTitle(declaration),
    declared,
    tunable: new Set(['max_ack_pending', 'ack_wait', 'metadata']),
    fixes: { ack_policy: REMAKE, replay_policy: REMAKE, deliver_subject: REMAKE },
    missing: JetStreamApiCodes.ConsumerNotFound,
    read: async () => settingsOf((await jsm.consumers.info(stream, name)).config),
    create: async () => {
      const add = () =>
        jsm.consumers.add(stream, { durable_name: name, ...declared(), ...deliverFrom(declaration.startAt) });
      const { delivered } = await add();
      if (delivered.consumer_seq === 0) return;
      // A new one has delivered nothing. After a power failure the server may have forgotten a stream and still find the
      // state of its durables on the disk: it would skip as much of the new stream as it had delivered of the old one.
      await jsm.consumers.delete(stream, name);
      await add();
    },
    update: (existing) =>
      jsm.consumers.update(stream, name, {
        ...declared(existing),
        // Of an existing consumer these cannot change, and an update has to repeat them.
        deliver_policy: existing.deliver_policy,
        opt_start_time: existing.opt_start_time,
        opt_start_seq: existing.opt_start_seq,
      } as Partial<ConsumerUpdateConfig>),
  };
}

function consumerTitle({ name, stream }: Pick<ConsumerDeclaration, 'name' | 'stream'>): string {
  return `consumer ${name} of stream ${stream}`;
}

/** With all filters in one list, wherever the server keeps them. */
export function settingsOf(config: ConsumerConfig): Settings {
  return { ...config, filter_subject: undefined, filter_subjects: filtersOf(config) };
}

/** In the server's configuration one filter may stand in a field of its own. */
export function filtersOf(config: Partial<ConsumerConfig>): string[] {
  if (config.filter_subjects && config.filter_subjects.length > 0) return config.filter_subjects;
  return config.filter_subject ? [config.filter_subject] : [];
}

function deliverFrom(startAt: StartAt): Partial<ConsumerConfig> {
  if (startAt === 'beginning') return { deliver_policy: DeliverPolicy.All };
  if (startAt === 'now') return { deliver_policy: DeliverPolicy.New };
  return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: startAt.time.toISOString() };
}

function union(existing: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...existing, ...added])].sort();
}
