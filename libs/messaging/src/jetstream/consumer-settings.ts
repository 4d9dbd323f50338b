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
import type { ConsumerDeclaration } from '../transport/transport.js';
import type { TopologyItem } from './reconcile-topology.js';

const REMAKE =
  'it cannot be changed on an existing consumer: delete it, and it is made anew and starts from the first message; the inbox drops what was handled';

/**
 * A durable pull consumer. No `backoff`, which would replace the ack wait by its first step, and no
 * `max_deliver`, after which a message would stay in the stream with nobody told: how often to try and
 * when to give up is decided by the library, which dead-letters.
 */
export function consumerKind(jsm: JetStreamManager, declaration: ConsumerDeclaration): TopologyItem {
  const { stream, name } = declaration;
  const declared = {
    filter_subject: declaration.filter,
    filter_subjects: undefined,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    deliver_subject: undefined,
    max_ack_pending: declaration.maxAckPending,
    ack_wait: nanos(declaration.ackWaitMs),
    max_deliver: -1,
    backoff: undefined,
    headers_only: false,
    inactive_threshold: 0,
  } satisfies Partial<ConsumerConfig>;
  return {
    title: `consumer ${name} of stream ${stream}`,
    declared,
    cures: { ack_policy: REMAKE, deliver_policy: REMAKE, replay_policy: REMAKE, deliver_subject: REMAKE },
    missing: JetStreamApiCodes.ConsumerNotFound,
    read: async () => ({ ...(await jsm.consumers.info(stream, name)).config }),
    create: () => jsm.consumers.add(stream, { durable_name: name, ...declared }),
    update: () => jsm.consumers.update(stream, name, declared as Partial<ConsumerUpdateConfig>),
  };
}
