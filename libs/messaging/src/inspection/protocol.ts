import type { WaitingEvent } from '../consumer/unknown-events.js';
import type { JsonSchema } from '../contract/index.js';
import type { NotPulling } from '../flow/not-pulling.js';
import type { EditedPayload, PayloadError } from '../dead-letter/check-payload.js';
import type { HealthCheck } from '../health/health-check.js';
import type { FailedAttempt } from '../inbox/attempts.sql.js';
import type { InboxOutcome } from '../inbox/inbox.sql.js';
import type { ErasureReport } from '../personal/erasure.js';
import type { KeysReply } from '../personal/key-sources.js';
import type { OutboxStatus } from '../outbox/status.sql.js';
import { subjectIn } from '../transport/namespace.js';
import type { WantedTopology } from '../topology/wanted-topology.js';
import type { ConsumerDeclaration, StartAt, TopologyDrift } from '../transport/transport.js';

/**
 * What a service reports about its own messaging, and lets others change in it, by request/reply over core NATS: nothing
 * else reads its database. Subjects are `waybill.<service>.<request>`; requests and replies are
 * JSON in the packets of `@nestjs/microservices`. Every process of a service replies, the first reply counts;
 * switches reach all of them. The header `waybill-operator` says who makes a change, for the audit.
 */
export interface InspectionRequests {
  describe: { request: Record<string, never>; reply: ServiceDescription };
  'outbox.status': { request: Record<string, never>; reply: OutboxStatus & { relayPaused: boolean } };
  /** Parked rows first, then pending ones, oldest first, then scheduled ones, the next due first; at most 200, and no more than fit into one reply. */
  'outbox.rows': { request: { limit: number }; reply: OutboxRecord[] };
  /** Makes a parked or refused row pending at once. `false` if there is no such row. */
  'outbox.retry': { request: { id: string }; reply: boolean };
  /**
   * Outbox rows of a key (an order's id), or of one event; oldest first, at most 500, and no more than fit into one
   * reply.
   */
  'outbox.find': { request: { key: string } | { eventId: string }; reply: OutboxRecord[] };
  /** What this service's consumers did with these events, or with replays of them (`replayId`); at most 500 ids. */
  'inbox.find': { request: { eventIds: string[] }; reply: InboxRecord[] };
  /** What a consumer would refuse of a dead letter's edited payload; nothing: it may be replayed with it. */
  'dead-letters.check': { request: EditedPayload; reply: PayloadError[] };
  /**
   * Keys of personal data in this service's events, for the consumers that may read it; at most 500 ids. Whoever may ask
   * this can read the data.
   */
  'personal.keys': { request: { keyIds: string[] }; reply: KeysReply };
  /**
   * Erases a person from this service: keys, own tables and an event for others, in one transaction. One process replies.
   */
  'personal.erase': { request: EraseRequest; reply: ErasureReport };
  'faults.list': { request: Record<string, never>; reply: FaultState[] };
  /** @see FaultSwitches.set */
  'faults.set': { request: { name: string; value: number }; reply: FaultState };
  /**
   * Moves a consumer back. What was handled since then is delivered again and takes no effect, unless `repeat` is set.
   * One process of the service replies.
   */
  'consumers.rewind': { request: RewindRequest; reply: Moved };
  /**
   * Empties a consumer's projection and has its history handled again, in order, while new events keep coming.
   * One process of the service replies.
   */
  'consumers.rebuild': { request: RebuildRequest; reply: Rebuilt };
  /**
   * Deletes what the database keeps of consumers that are not in `keep` and that this service does not declare, and the
   * positions of `types`, and records that. One process of the service replies.
   */
  'consumers.forget': { request: ForgetRequest; reply: ForgottenConsumer[] };
  /** Keeps a consumer from pulling, in every process, until it is resumed or `forMs` are over. One process replies. */
  'consumers.pause': { request: PauseRequest; reply: Paused };
  'consumers.resume': { request: { consumer: string }; reply: Resumed };
  /** What this process needs on the broker, for one who may create it. Releases that run side by side may need different things. */
  'topology.wanted': { request: Record<string, never>; reply: TopologyReply };
  /** What was done to its consumers and to personal data, newest first; at most 200, those before a time if it is given. */
  'audit.list': { request: { limit: number; before?: string }; reply: AuditRecord[] };
  /** Events appended since then, and their outcomes in this service. Looks back a day at most. */
  'counters.count': { request: { since: string }; reply: MessageCounters };
}

export interface EraseRequest {
  dataSubject: string;
  /** Who asked for it, for the record. */
  by?: string;
}

/** A durable that a service wants, as JSON. */
export type WantedDurable = Omit<ConsumerDeclaration, 'startAt'> & {
  startAt: Exclude<StartAt, { time: Date }> | { time: string };
};

export interface TopologyReply extends Omit<WantedTopology, 'consumers'> {
  /** When the process started. */
  startedAt: string;
  consumers: WantedDurable[];
}

export interface RewindRequest {
  consumer: string;
  /** A time (ISO 8601), or the first message at or after a sequence of the consumer's one stream. */
  to: 'beginning' | { time: string } | { sequence: number };
  /** What was handled since then takes effect a second time. */
  repeat: boolean;
}

/** Where a consumer stands after it was moved. */
export interface Moved {
  consumer: string;
  /** From where on each of its streams is delivered again. ISO 8601, by the broker's clock. */
  stands: { stream: string; at: string }[];
  /** Messages that are ahead of it. */
  ahead: number;
  /** Inbox rows that were deleted, so that their messages take effect again. */
  repeated: number;
  /** Durables that the service was not permitted to move: who asked has to. Absent if there are none. */
  left?: WantedDurable[];
}

export interface RebuildRequest {
  consumer: string;
  /** Also where the stream no longer holds the whole history. */
  partial: boolean;
}

export interface Rebuilt {
  consumer: string;
  /** How often it has been rebuilt. */
  epoch: number;
  ahead: number;
  /** The service was not permitted to create its new durables: who asked has to, as `topology.wanted` says. */
  left?: true;
}

export interface ForgetRequest {
  /** Every name, present or former, that a running process declares. */
  keep: string[];
  types: { consumer: string; type: string }[];
  /** What was removed on the broker, for the record. */
  removed: string[];
  /** Says what would be deleted, and leaves it. */
  dryRun: boolean;
}

export interface ForgottenConsumer {
  consumer: string;
  rows: number;
}

export interface PauseRequest {
  consumer: string;
  /** Milliseconds, up to 90 days. Without it the pause lasts until the consumer is resumed. */
  forMs?: number;
  /** Why, for people. */
  reason?: string;
}

export interface Paused {
  consumer: string;
  /** ISO 8601, by the database's clock. Null: until it is resumed. */
  until: string | null;
  reason: string | null;
}

export interface Resumed {
  consumer: string;
  wasPaused: boolean;
}

/** A row of `messaging_audit`. */
export interface AuditRecord {
  /** ISO 8601 with microseconds, by the database's clock. */
  at: string;
  /** `pause`, `resume`, `rewind`, `rebuild`, `prune`, `erase`. */
  action: string;
  /** Empty: it is not about a consumer; `*`: about several. */
  consumer: string;
  /** Null: the request did not say. */
  by: string | null;
  detail: Record<string, unknown>;
}

export type { ErasureReport, NotPulling };

export type InspectionRequest = keyof InspectionRequests;

/** The reply to a request that failed. */
export interface InspectionError {
  status: 'error';
  /** Stable, as of every error of the library; `FAILED` if it is another error. */
  code: string;
  message: string;
}

/** Sent every two seconds by every process, as an event on `waybill.presence`. After three missing ones it counts as down. */
export interface Presence {
  service: string;
  /** A new one for each process. */
  instance: string;
  startedAt: string;
  roles: string[];
  /** Events that this process gives back at the moment, because its code has no handler for them. */
  waiting: readonly WaitingEvent[];
  /** Streams and durables that are not as declared and could not be corrected. */
  drifts: readonly TopologyDrift[];
  /** Consumers for which this process does not pull, on purpose. Absent from older releases. */
  notPulling?: readonly NotPulling[];
  /** Its parts that are not ok. */
  health: readonly HealthCheck[];
}

export function presenceSubject(namespace?: string): string {
  return subjectIn(namespace, 'waybill.presence');
}

export const PRESENCE_INTERVAL_MS = 2_000;

export function inspectionSubject(service: string, request: InspectionRequest, namespace?: string): string {
  return subjectIn(namespace, `waybill.${service}.${request}`);
}

export interface ServiceDescription extends Presence, DeclaredMessaging {
  /** Handlers, or batches, that run at once in one process, whichever consumers' they are. */
  concurrency: number;
  /** It has personal data: `personal.erase` erases a person from it. */
  erases?: true;
}

/** What a release of a service declares in code, the same in each of its processes. */
export interface DeclaredMessaging {
  publishes: { type: string; version: number; stream: string; subjectTemplate: string }[];
  consumers: ConsumerDescription[];
  /** Every version of an event that it publishes or can read. Absent from older releases. */
  contracts?: ContractDescription[];
}

export interface ContractDescription {
  /** `order.placed.v1`. */
  name: string;
  type: string;
  version: number;
  owner: string;
  stream: string;
  subjectTemplate: string;
  /** JSON pointers into the data: what the key is made of. Absent if there is no example to try with. */
  key?: string[];
  /** Its data may be larger than a message. */
  claimCheck?: boolean;
  /** The day on which it was published first. */
  since?: string;
  example?: unknown;
  /** Draft 7. As a handler gets it that asked for personal data. */
  schema: JsonSchema;
  /** As it goes on the wire, if that differs: personal fields are sealed. */
  wire?: { schema: JsonSchema; example?: unknown };
}

/** One durable. Those of one consumer share an inbox. */
export interface ConsumerDescription {
  consumer: string;
  /** Its names before, under which its dead letters may be found. */
  formerly: readonly string[];
  durable: string;
  /** Event types that it acknowledges unhandled. */
  ignores: readonly string[];
  stream: string;
  filters: readonly string[];
  /** Deliveries of this durable that may be under way at once. */
  concurrency: number;
  mode: 'key' | 'none' | 'batch';
  attempts: number;
  /** Its rate limit over all processes, if it has one. */
  rate?: { messages: number; perMs: number; burst: number };
  routes: RouteDescription[];
}

export interface RouteDescription {
  type: string;
  handler: string;
  /** Those that it can read, newest first: what the handler gets, and what is upcast to that. Absent from older releases. */
  versions?: number[];
}

export interface OutboxRecord {
  id: string;
  eventId: string;
  subject: string;
  key: string;
  headers: Record<string, string>;
  /** The event's data as it goes on the wire. Null if the message refers to it (`ce-dataref`). */
  payload: unknown;
  /** When it was appended. */
  createdAt: string;
  /** When it was or is due, if it was scheduled. Absent from older releases, as the next. */
  dueAt?: string | null;
  /** When it was cancelled: it is never published. */
  cancelledAt?: string | null;
  publishedAt: string | null;
  stream: string | null;
  sequence: number | null;
  attempts: number;
  lastError: string | null;
  availableAt: string | null;
  parkedAt: string | null;
}

export interface InboxRecord {
  consumer: string;
  eventId: string;
  /** When it was handled, or discarded. Null: not (yet). */
  handledAt: string | null;
  /** How it was completed. Null: not yet. */
  outcome: InboxOutcome | null;
  failed: readonly FailedAttempt[];
}

export interface FaultState {
  name: string;
  title: string;
  description: string;
  kind: 'toggle' | 'percent' | 'milliseconds' | 'count';
  /** 0 is off. */
  value: number;
  max: number;
}

export interface MessageCounters {
  /** Events made since then and appended to the outbox by committed transactions, by type. */
  appended: Record<string, number>;
  /** Of these, published. */
  published: Record<string, number>;
  /**
   * Messages of events made since then that took effect, by consumer and event type: `<consumer> <type>`. The type is `*` where the
   * consumer takes several, which its inbox does not tell apart.
   */
  handled: Record<string, number>;
}
