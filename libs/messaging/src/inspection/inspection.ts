import { namesOf } from '../consumer/define-consumer.js';
import type { ConsumerPlan } from '../consumer/plan.js';
import type { EventContract } from '../contract/index.js';
import { checkPayload } from '../dead-letter/check-payload.js';
import type { FaultSwitches } from '../faults/fault-switches.js';
import { toReply } from '../personal/key-sources.js';
import type { SubjectKeys } from '../personal/subject-keys.js';
import { outboxStatus } from '../outbox/status.sql.js';
import { ConsumerOperations, type ConsumerOperationsOptions } from '../topology/consumer-operations.js';
import { toWantedDurable } from '../topology/wanted-durable.js';
import type { WantedTopology } from '../topology/wanted-topology.js';
import { auditRecords } from './audit-records.sql.js';
import { BoundedSessions } from './bounded-sessions.js';
import { countAppended } from './count-appended.sql.js';
import { countHandled } from './count-handled.sql.js';
import { describeService } from './describe-service.js';
import { findHandled } from './find-handled.sql.js';
import type {
  EraseRequest,
  ErasureReport,
  InboxRecord,
  InspectionRequest,
  InspectionRequests,
  MessageCounters,
  Presence,
} from './protocol.js';
import { InvalidInspectionRequest, readRequest } from './requests.js';
import { retryRow } from './retry-row.sql.js';
import { rowsOfEvent } from './rows-of-event.sql.js';
import { rowsOfKey } from './rows-of-key.sql.js';
import { waitingRows } from './waiting-rows.sql.js';

/** The parts of a service that are inspected, and operated on. */
export interface Inspected extends ConsumerOperationsOptions {
  presence: () => Presence;
  publishes: readonly EventContract[];
  /** Of each process's consumers. */
  concurrency: number;
  faults: FaultSwitches;
  /** Tells the relay of this process that there is something to publish. */
  poke: () => void;
  /** Of its personal data; absent if it has none. */
  subjectKeys?: SubjectKeys;
  isRelayPaused: () => boolean;
  /** Absent if the service has no personal data. */
  erase?: (request: EraseRequest) => Promise<ErasureReport>;
  wantedTopology: () => Promise<WantedTopology>;
}

type Replies = {
  [Request in InspectionRequest]: (
    request: InspectionRequests[Request]['request'],
    by: string | undefined,
  ) => InspectionRequests[Request]['reply'] | Promise<InspectionRequests[Request]['reply']>;
};

/** Counting looks no further back: the figures are for watching, and must stay cheap with a week of rows. */
const MOST_BACK_MS = 24 * 60 * 60 * 1000;

/** Replies to requests about a service's own messaging. Everything is bounded, so that inspection does not slow a service down. */
export class Inspection {
  readonly #replies: Replies;

  constructor(inspected: Inspected) {
    const { presence, pool, publishes, consumers, plans, concurrency, faults, poke, isRelayPaused } =
      inspected;
    const { service, subjectKeys, erase, wantedTopology } = inspected;
    const operations = new ConsumerOperations(inspected);
    const sessions = new BoundedSessions(pool);
    const names = consumers.flatMap(namesOf);
    const current = (name: string) =>
      consumers.find((consumer) => namesOf(consumer).includes(name))?.name ?? name;
    this.#replies = {
      describe: () => ({
        ...describeService(presence(), publishes, plans(), concurrency),
        ...(erase && { erases: true as const }),
      }),
      'outbox.status': async () => ({ ...(await sessions.run(outboxStatus)), relayPaused: isRelayPaused() }),
      'outbox.rows': ({ limit }) => sessions.run((session) => waitingRows(session, limit)),
      'outbox.retry': async ({ id }) => {
        const found = await sessions.run((session) => retryRow(session, id));
        if (found) poke();
        return found;
      },
      'outbox.find': (wanted) =>
        sessions.run((session) =>
          'key' in wanted ? rowsOfKey(session, wanted.key) : rowsOfEvent(session, wanted.eventId),
        ),
      'inbox.find': async ({ eventIds }) =>
        underOneName(await sessions.run((session) => findHandled(session, names, eventIds)), current),
      'dead-letters.check': (edited) => checkPayload(plans(), edited),
      'personal.keys': async ({ keyIds }) =>
        subjectKeys ? toReply(await sessions.run((session) => subjectKeys.find(session, keyIds))) : {},
      'personal.erase': (request) => {
        if (erase) return erase(request);
        throw new InvalidInspectionRequest(`${service} has no personal data, and nothing to erase`);
      },
      'faults.list': () => faults.list(),
      'faults.set': ({ name, value }) => faults.set(name, value),
      'consumers.rewind': (request, by) => operations.rewind(request, by),
      'consumers.rebuild': (request, by) => operations.rebuild(request, by),
      'consumers.forget': (request, by) => operations.forget(request, by),
      'consumers.pause': (request, by) => operations.pause(request, by),
      'consumers.resume': (request, by) => operations.resume(request, by),
      'audit.list': (page) => sessions.run((session) => auditRecords(session, page)),
      'topology.wanted': async () => {
        const { consumers: durables, ...wanted } = await wantedTopology();
        return { startedAt: presence().startedAt, ...wanted, consumers: durables.map(toWantedDurable) };
      },
      'counters.count': ({ since }) =>
        sessions.run(async (session): Promise<MessageCounters> => {
          const from = new Date(Math.max(Date.parse(since), Date.now() - MOST_BACK_MS));
          const outbox = await countAppended(session, from);
          const inbox = await countHandled(session, from);
          return {
            appended: Object.fromEntries(outbox.map(({ type, appended }) => [type, appended])),
            published: Object.fromEntries(outbox.map(({ type, published }) => [type, published])),
            handled: Object.fromEntries(
              inbox.map(({ consumer, handled }) => [`${consumer} ${typeOf(consumer, plans())}`, handled]),
            ),
          };
        }),
    };
  }

  /**
   * @param by who asks for a change, for the audit
   * @throws InvalidInspectionRequest, InspectionBusy, the database's own errors, and those of `FaultSwitches.set`
   */
  async reply<Request extends InspectionRequest>(
    request: Request,
    payload: unknown,
    by?: string,
  ): Promise<InspectionRequests[Request]['reply']> {
    return this.#replies[request](readRequest(request, payload), by);
  }
}

/** What is recorded under a former name was done by the consumer that was renamed. */
function underOneName(records: readonly InboxRecord[], current: (name: string) => string): InboxRecord[] {
  const merged = new Map<string, InboxRecord>();
  for (const record of records) {
    const consumer = current(record.consumer);
    const key = `${consumer} ${record.eventId}`;
    const other = merged.get(key);
    const failed = other && other.failed.length > record.failed.length ? other.failed : record.failed;
    merged.set(key, { ...(other?.handledAt ? other : record), consumer, failed });
  }
  return [...merged.values()];
}

/** The one event type of a consumer; `*` where there are several, which an inbox row does not tell apart. */
function typeOf(name: string, plans: readonly ConsumerPlan[]): string {
  const own = plans.filter(({ consumer }) => consumer.name === name);
  const [type, ...others] = new Set(own.flatMap(({ routes }) => [...routes.keys()]));
  return type === undefined || others.length > 0 ? '*' : type;
}
