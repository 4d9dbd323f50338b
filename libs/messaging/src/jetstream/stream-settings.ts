import {
  DiscardPolicy,
  JetStreamApiCodes,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { StreamDeclaration } from '../transport/transport.js';
import type { TopologyItem } from './reconcile-topology.js';

const REMAKE =
  'it cannot be changed on an existing stream: restore its messages into one made anew, or delete it if they may be lost';

/**
 * Retention by limits, so that a service added later can read what was published before; on file, because
 * an acknowledged message must survive a restart. Compression is left to the operator: it costs processor
 * time that small events do not pay back, and `nats stream edit --compression s2` is kept by later starts.
 */
export function streamKind(jsm: JetStreamManager, declaration: StreamDeclaration): TopologyItem {
  const { name } = declaration;
  const declared = {
    subjects: declaration.subjects,
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    num_replicas: declaration.replicas,
    max_age: nanos(declaration.maxAgeMs),
    duplicate_window: nanos(declaration.duplicateWindowMs),
    allow_direct: true,
    deny_delete: false,
    deny_purge: false,
    sealed: false,
    no_ack: false,
  } satisfies Partial<StreamConfig>;
  return {
    title: `stream ${name}`,
    declared,
    cures: {
      retention: REMAKE,
      storage: REMAKE,
      deny_delete: REMAKE,
      deny_purge: REMAKE,
      sealed: REMAKE,
      duplicate_window: 'it may be no longer than max_age',
    },
    missing: JetStreamApiCodes.StreamNotFound,
    read: async () => ({ ...(await jsm.streams.info(name)).config }),
    create: () => jsm.streams.add({ name, ...declared }),
    update: () => jsm.streams.update(name, declared),
  };
}
