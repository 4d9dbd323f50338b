import {
  DiscardPolicy,
  JetStreamApiCodes,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { OWNER } from '../transport/metadata.js';
import type { StreamDeclaration, StreamLimits, TopologyDrift } from '../transport/transport.js';
import type { Settings, TopologyItem } from './topology-item.js';

const REMAKE =
  'it cannot be changed on an existing stream: restore its messages into a new one, or delete it if they may be lost';

/**
 * Retention by limits, so that a service added later can read what was published before; on file, because
 * an acknowledged message must survive a restart.
 *
 * Three kinds of settings, three rules. What the guarantees rest on (subjects, storage, retention, acknowledgements) is
 * declared and applied. Replicas, age, size and duplicate window are the configuration's where it names them; where it
 * does not they are set when the stream is created and from then on the operator's, as is everything else
 * (compression, placement, mirrors). Limits that would drop unhandled messages are refused.
 */
export function streamItem(jsm: JetStreamManager, declaration: StreamDeclaration): TopologyItem {
  const { name, metadata } = declaration;
  const fixed = {
    subjects: declaration.subjects,
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    allow_direct: true,
    deny_delete: false,
    deny_purge: false,
    sealed: false,
    no_ack: false,
  } satisfies Partial<StreamConfig>;
  const declared = (existing?: Settings) => ({
    ...fixed,
    ...limitSettings(declaration.limits),
    ...(metadata && { metadata: { ...(existing?.['metadata'] as object | undefined), ...metadata } }),
  });
  return {
    title: `stream ${name}`,
    declared,
    tunable: new Set(['num_replicas', 'max_age', 'max_bytes', 'discard', 'duplicate_window', 'metadata']),
    refusal: (existing) => foreignOwner(existing, metadata) ?? lossyLimits(existing),
    fixes: {
      retention: REMAKE,
      storage: REMAKE,
      deny_delete: REMAKE,
      deny_purge: REMAKE,
      sealed: REMAKE,
      duplicate_window: 'it may be no longer than max_age',
    },
    missing: JetStreamApiCodes.StreamNotFound,
    read: async () => ({ ...(await jsm.streams.info(name)).config }),
    create: () =>
      jsm.streams.add({
        name,
        // A stream that is full says so to the relay, which keeps the rows; dropping the oldest would lose them.
        discard: declaration.limits.maxBytes ? DiscardPolicy.New : DiscardPolicy.Old,
        ...limitSettings(declaration.defaults),
        ...declared(),
      }),
    update: (existing) => jsm.streams.update(name, { ...existing, ...declared(existing) }),
  };
}

function limitSettings(limits: StreamLimits): Partial<StreamConfig> {
  const { replicas, maxAgeMs, maxBytes, duplicateWindowMs } = limits;
  return {
    ...(replicas !== undefined && { num_replicas: replicas }),
    ...(maxAgeMs !== undefined && { max_age: nanos(maxAgeMs) }),
    ...(maxBytes !== undefined && { max_bytes: maxBytes, discard: DiscardPolicy.New }),
    ...(duplicateWindowMs !== undefined && { duplicate_window: nanos(duplicateWindowMs) }),
  };
}

function foreignOwner(
  existing: Settings,
  metadata: StreamDeclaration['metadata'],
): Pick<TopologyDrift, 'kind' | 'detail'> | undefined {
  const owner = (existing['metadata'] ?? {}) as Record<string, string>;
  const theirs = owner[OWNER.database];
  // Who only listens to it declares no owner, and in a namespace other metadata.
  const ours = metadata?.[OWNER.database];
  if (!ours || !theirs || theirs === ours) return undefined;
  return {
    kind: 'foreign',
    detail:
      `belongs to the service ${owner[OWNER.service]} of another platform (database ${theirs}; this one is ` +
      `${ours}): give each platform on this broker a NATS_NAMESPACE of its own`,
  };
}

/** What is dropped to make room may not have been handled. Age is the exception: it is known in advance, and long. */
function lossyLimits(existing: Settings): Pick<TopologyDrift, 'kind' | 'detail'> | undefined {
  const { discard, max_msgs, max_bytes, max_msgs_per_subject } = existing as Partial<StreamConfig>;
  if (max_msgs_per_subject !== undefined && max_msgs_per_subject > 0) {
    return lossy(`max_msgs_per_subject is ${max_msgs_per_subject}`, 'remove this limit');
  }
  if (discard !== DiscardPolicy.Old) return undefined;
  const fix = 'remove the limit, or set discard to "new" so that a full stream refuses instead';
  if (max_msgs !== undefined && max_msgs > 0) return lossy(`max_msgs is ${max_msgs}`, fix);
  if (max_bytes !== undefined && max_bytes > 0) return lossy(`max_bytes is ${max_bytes}`, fix);
  return undefined;
}

function lossy(limit: string, fix: string): Pick<TopologyDrift, 'kind' | 'detail'> {
  return {
    kind: 'loses-messages',
    detail: `${limit} and the oldest messages are dropped for it, handled or not: ${fix}`,
  };
}
