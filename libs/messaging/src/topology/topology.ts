import { streamOf, type EventContract } from '../contract/index.js';
import { PAYLOAD_SUBJECT, payloadStreamOf } from '../claim-check/data-reference.js';
import { ALL_DEAD_SUBJECTS, DEAD_STREAM } from '../dead-letter/subjects.js';
import { OWNER } from '../transport/metadata.js';
import type { StreamDeclaration, StreamLimits } from '../transport/transport.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** For a stream that is created, if the configuration does not set them. */
export const STREAM_DEFAULTS: StreamDeclaration['defaults'] = {
  /** Long enough that a service added later can replay a season; the database keeps what must be kept permanently. */
  maxAgeMs: 90 * DAY_MS,
  /** An optimisation only (the inbox is the guarantee), and it costs the server memory: kept at its default. */
  duplicateWindowMs: 2 * 60 * 1000,
  replicas: 1,
};

export interface Owner {
  service: string;
  /** @see databaseIdentity */
  database: string;
}

/**
 * The streams that a service needs: of each domain that it publishes to or listens to, and `DEAD`. Every service
 * derives a stream alike, so it does not matter who comes first; limits are the owner's to set. `DEAD` has no owner: it
 * gets the replicas of the services that write to it, or the loss of one server would take every dead letter.
 */
export function streamsOf(
  publishes: readonly EventContract[],
  listensTo: readonly EventContract[],
  limits: StreamLimits,
  owner: Owner,
): StreamDeclaration[] {
  const owned = new Set(publishes.map(({ domain }) => domain));
  const domains = new Set([...owned, ...listensTo.map(({ domain }) => domain)]);
  const metadata = { [OWNER.service]: owner.service, [OWNER.database]: owner.database };
  const referring = [...publishes, ...listensTo].filter(({ claimCheck }) => claimCheck);
  const { replicas } = limits;
  return [
    ...[...domains].map((domain) => ({
      name: streamOf(domain),
      subjects: [`${domain}.>`],
      limits: owned.has(domain) ? limits : {},
      defaults: STREAM_DEFAULTS,
      ...(owned.has(domain) && { metadata }),
    })),
    ...[...new Set(referring.map(({ domain }) => domain))].map((domain) => ({
      name: payloadStreamOf(domain),
      subjects: [`${PAYLOAD_SUBJECT}.${domain}.>`],
      limits: owned.has(domain) ? payloadLimits(limits) : {},
      defaults: { ...STREAM_DEFAULTS, maxAgeMs: 2 * STREAM_DEFAULTS.maxAgeMs },
      ...(owned.has(domain) && { metadata }),
    })),
    {
      name: DEAD_STREAM,
      subjects: [ALL_DEAD_SUBJECTS],
      limits: replicas === undefined ? {} : { replicas },
      defaults: STREAM_DEFAULTS,
    },
  ];
}

/**
 * Payloads outlive the messages that refer to them, and the dead letters that those may become on their last day. Their
 * size is not the size of the stream of events, whose bound does not count for them.
 */
function payloadLimits({ maxBytes: _, maxAgeMs, ...limits }: StreamLimits): StreamLimits {
  return { ...limits, ...(maxAgeMs !== undefined && { maxAgeMs: maxAgeMs + STREAM_DEFAULTS.maxAgeMs }) };
}
