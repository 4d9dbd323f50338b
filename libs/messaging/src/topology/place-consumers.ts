import type { ConsumerDefinition } from '../consumer/define-consumer.js';
import { namesOf } from '../consumer/define-consumer.js';
import type { ConsumerPlan } from '../consumer/plan.js';
import { eventOf } from '../contract/index.js';
import { TopologyRefused } from '../errors.js';
import { knownInInbox } from '../inbox/inbox.sql.js';
import type { Log } from '../log.js';
import { deliveredIdOf, eventIdOf } from '../message/event-id.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { OWNER } from '../transport/metadata.js';
import type { ConsumerStatus, StreamReader } from '../transport/stream-transport.js';
import type { ConsumerDeclaration, StartAt } from '../transport/transport.js';
import { completedUntil, durablesOf, keyOf, typesOf } from './consumer-survey.js';
import type { RecordedPosition } from './positions.sql.js';
import type { Owner } from './topology.js';

/** A broker whose clock was set back a little may store what follows under an earlier time. */
const CLOCK_MARGIN_MS = 5_000;

export interface Placement {
  declaration: ConsumerDeclaration;
  /** Why it must be made again at its `startAt`, if it exists. */
  reposition?: string;
}

/** What decides where consumers stand: the broker's durables, and the database's own record of them. */
export interface PlacementFacts {
  reader: Pick<StreamReader, 'read' | 'readPage'>;
  transactions: Transactions<SqlTransaction>;
  durables: ReadonlyMap<string, ConsumerStatus>;
  positions: readonly RecordedPosition[];
  /** Until when the inbox has been cleaned, by consumer. */
  horizons: ReadonlyMap<string, Date>;
  owner: Owner;
  log: Log;
}

/**
 * Decides for each planned durable what it pulls and where it stands. Three promises are kept here:
 *
 * - one that is made again, or of another way to share, begins where the consumer stands;
 * - one that stands further on than the database knows (which was restored from a backup) goes back;
 * - one that stands so far behind that the inbox has forgotten what was handled since goes forward to the recorded position.
 *
 * @throws TopologyRefused a durable belongs to another database
 */
export async function placeConsumers(
  plans: readonly ConsumerPlan[],
  facts: PlacementFacts,
): Promise<Placement[]> {
  refuseForeign(plans, facts);
  return Promise.all(plans.map((plan) => place(plan, facts)));
}

function refuseForeign(plans: readonly ConsumerPlan[], { durables, owner }: PlacementFacts): void {
  const refusals = new Map<string, string>();
  for (const { declaration, consumer } of plans) {
    const metadata = durables.get(keyOf(declaration))?.metadata;
    const theirs = metadata?.[OWNER.database];
    if (!metadata || !theirs || theirs === owner.database) continue;
    refusals.set(
      consumer.name,
      `consumer ${consumer.name} belongs to ${metadata[OWNER.service]} with another database (${theirs}; this one is ` +
        `${owner.database}), and would share its messages: give each platform on this broker a NATS_NAMESPACE of its ` +
        'own. If that database is gone for good, remove its consumers with "waybill consumers prune"',
    );
  }
  if (refusals.size > 0) throw new TopologyRefused([...refusals.values()].join('\n'));
}

async function place(plan: ConsumerPlan, facts: PlacementFacts): Promise<Placement> {
  const { consumer, declaration } = plan;
  const existing = facts.durables.get(keyOf(declaration));
  const types = [...new Set([...typesOf(declaration), ...typesOfOthers(plan, facts)])];
  const filters = [
    ...new Set([
      ...declaration.filters,
      ...types.filter((type) => !consumer.ignores.includes(type)).flatMap((type) => plan.filtersOf(type)),
    ]),
  ];
  const recorded = recordedUntil(plan, facts);
  const whole: ConsumerDeclaration = {
    ...declaration,
    filters,
    startAt: recorded ? before(recorded) : firstStart(consumer),
    metadata: {
      [OWNER.consumer]: consumer.name,
      [OWNER.service]: facts.owner.service,
      [OWNER.database]: facts.owner.database,
    },
  };
  if (!existing) {
    facts.log.info(
      { consumer: consumer.name, durable: declaration.name, startAt: show(whole.startAt) },
      recorded ? 'a durable is made where the consumer stands' : 'a consumer begins',
    );
    return { declaration: whole };
  }
  const reposition = recorded && (await reasonToMove(existing, plan, recorded, facts));
  return { declaration: whole, ...(reposition && { reposition }) };
}

/** What other durables of the consumer pull, which it has to pull too: an older or newer replica has asked for it. */
function typesOfOthers(
  { consumer, declaration, replays }: ConsumerPlan,
  { durables }: PlacementFacts,
): string[] {
  if (replays) return [];
  return durablesOf(durables.values(), namesOf(consumer), declaration.stream).flatMap(typesOf);
}

/** The earliest recorded position of its event types; an event that was added joins the consumer at its position. */
function recordedUntil(
  { consumer, declaration }: ConsumerPlan,
  { positions }: PlacementFacts,
): Date | undefined {
  const types = typesOf(declaration);
  const own = positions.filter(
    (position) => position.consumer === consumer.name && position.stream === declaration.stream,
  );
  const matching = own.filter(({ type }) => types.includes(type));
  const counted = matching.length > 0 ? matching : own;
  if (counted.length === 0) return undefined;
  return new Date(Math.min(...counted.map(({ handledUntil }) => handledUntil.getTime())));
}

function before(time: Date): StartAt {
  return { time: new Date(Math.max(0, time.getTime() - CLOCK_MARGIN_MS)) };
}

function firstStart({ startFrom }: ConsumerDefinition): StartAt {
  return startFrom instanceof Date ? { time: startFrom } : startFrom;
}

async function reasonToMove(
  existing: ConsumerStatus,
  { consumer, replays, routes }: ConsumerPlan,
  recorded: Date,
  { reader, transactions, horizons }: PlacementFacts,
): Promise<string | undefined> {
  const horizon = horizons.get(namesOf(consumer).at(-1)!);
  const at = await completedUntil(reader, existing);
  if (horizon && at < horizon && recorded > at) {
    return `it stands at ${at.toISOString()}, before what the inbox remembers (${horizon.toISOString()})`;
  }
  // For replays the letter's id is recorded, not the message's own; they are few, and each is of one message.
  if (replays) return undefined;
  const last = await reader.read(existing.stream, existing.completedTo);
  if (!last || last.storedAt <= recorded.getTime() || !routes.has(eventOf(last.subject).type))
    return undefined;
  const known = await transactions.run((tx) =>
    knownInInbox(tx, namesOf(consumer), [eventIdOf(last), deliveredIdOf(last)]),
  );
  if (known.size > 0) return undefined;
  return `the broker has it at ${new Date(last.storedAt).toISOString()}, and the database has no record of that`;
}

function show(startAt: StartAt): string {
  return typeof startAt === 'string' ? startAt : startAt.time.toISOString();
}
