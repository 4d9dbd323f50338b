import { describe, expect, it } from '@jest/globals';
import type { AppendedFact } from '../domain/message-facts.js';
import type { MessageEvidence } from './message-evidence.js';
import { MessageProgressQueries } from './message-progress.js';
import type { Outboxes } from './outboxes.js';
import type { SeenMessage } from './seen-messages.js';
import type { SpanQueries } from '../persistence/span-queries.js';
import type { StoredMessages } from './stored-messages.js';

const TRACE = 'a'.repeat(32);
const SUBJECT = 'order.placed.v1.standard.0';
const durable = {
  service: 'analytics',
  consumer: 'analytics',
  durable: 'analytics-standard-0',
  stream: 'ORDER',
  filters: ['order.placed.*.standard.0'],
  routes: [{ type: 'order.placed', handler: 'Count' }],
};

/** One consumer, which has handled what it is said to have; outboxes with these rows. */
function platform({
  handled,
  rows = [],
  missing = [],
  removed = () => false,
}: Partial<World> & Pick<World, 'handled'>) {
  const evidence: Pick<MessageEvidence, 'of'> = {
    of: async () => ({
      consumersOf: () => [{ durable, handler: 'Count', position: undefined, responded: true }] as never,
      inboxesOf: (eventId) =>
        handled(eventId)
          ? [{ consumer: 'analytics', service: 'analytics', eventId, handledAt: '2026-01-01', failed: [] }]
          : [],
      lettersOf: () => [],
      missing: [],
      isCertain: () => true,
    }),
  };
  const asked: object[] = [];
  const outboxes: Pick<Outboxes, 'find'> = {
    find: async (request) => {
      asked.push(request);
      return { rows, missing };
    },
  };
  const looked: string[] = [];
  const stored: Pick<StoredMessages, 'look'> = {
    look: async (eventId) => {
      looked.push(eventId);
      return { removed: removed(eventId) };
    },
  };
  const spans: Pick<SpanQueries, 'ofEvents'> = { ofEvents: async () => [] };
  const progress = new MessageProgressQueries(
    evidence as MessageEvidence,
    spans as SpanQueries,
    outboxes as Outboxes,
    stored as StoredMessages,
  );
  return { asked, looked, of: (seen: SeenMessage[]) => progress.progressOf(TRACE, seen) };
}

interface World {
  handled: (eventId: string) => boolean;
  rows: AppendedFact[];
  missing: string[];
  /** The stream has it no more. */
  removed: (eventId: string) => boolean;
}

const seen = (eventId: string, more: Partial<SeenMessage> = {}): SeenMessage => ({
  eventId,
  type: 'order.placed',
  subject: SUBJECT,
  conversationId: 'o1',
  stream: 'ORDER',
  sequence: 1,
  since: new Date(),
  ...more,
});

const row = (eventId: string, traceId: string, sequence: number | null) =>
  ({
    eventId,
    subject: SUBJECT,
    createdAt: new Date().toISOString(),
    headers: { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` },
    stream: sequence === null ? null : 'ORDER',
    sequence,
  }) as unknown as AppendedFact;

const everything = () => true;

describe("the progress of a trace's messages", () => {
  it('counts those of which no span tells: an outbox knows what was sent in it', async () => {
    const rows = [row('e1', TRACE, 1), row('e2', TRACE, 2), row('other', 'c'.repeat(32), 3)];
    const { of, asked } = platform({ handled: (eventId) => eventId !== 'e2', rows });
    const { messages } = await of([seen('e1')]);
    expect(messages).toMatchObject([
      { eventId: 'e1', complete: true },
      { eventId: 'e2', type: 'order.placed', sequence: 2, complete: false },
    ]);
    expect(asked).toEqual([{ key: 'o1' }]);
  });

  it('learns from an outbox where a message lies whose spans do not tell it', async () => {
    const unplaced = seen('e1', { stream: undefined, sequence: undefined });
    const { messages, all } = await platform({ handled: everything, rows: [row('e1', TRACE, 7)] }).of([
      unplaced,
    ]);
    expect([messages, all]).toMatchObject([[{ stream: 'ORDER', sequence: 7, complete: true }], true]);
  });

  it('learns from an outbox that what no consumer has was scheduled, and cancelled', async () => {
    const scheduled = seen('e1', { stream: undefined, sequence: undefined, scheduled: true });
    const waits = platform({ handled: () => false, rows: [row('e1', TRACE, null)] });
    expect((await waits.of([scheduled])).messages).toMatchObject([{ complete: false }]);
    const cancelled = { ...row('e1', TRACE, null), cancelledAt: new Date().toISOString() };
    const { messages, all } = await platform({ handled: () => false, rows: [cancelled] }).of([scheduled]);
    expect([messages, all]).toMatchObject([[{ consumers: [], complete: true }], true]);
  });

  it('does not report all messages as known if an outbox does not respond', async () => {
    const { of } = platform({ handled: everything, missing: ['order'] });
    expect(await of([seen('e1')])).toMatchObject({ messages: [{ complete: true }], all: false });
  });

  it('asks no outbox while one is known to be open, nor for the many orders of an import', async () => {
    const open = platform({ handled: () => false });
    await open.of([seen('e1')]);
    const many = platform({ handled: everything });
    const orders = Array.from({ length: 21 }, (_, at) => seen(`e${at}`, { conversationId: `o${at}` }));
    expect((await many.of(orders)).all).toBe(true);
    expect([open.asked, many.asked]).toEqual([[], []]);
  });

  it('says which are lost, and asks the stream only for those without any record', async () => {
    const world = { handled: (eventId: string) => eventId === 'e1', removed: everything };
    const { of, looked } = platform(world);
    expect((await of([seen('e1'), seen('e2')])).messages).toMatchObject([
      { consumers: [{ state: 'done' }], complete: true },
      { consumers: [{ state: 'lost' }], complete: false },
    ]);
    expect(looked).toEqual(['e2']);
  });

  it('asks the stream for a hundred messages at the most', async () => {
    const { of, looked } = platform({ handled: () => false });
    await of(Array.from({ length: 150 }, (_, at) => seen(`e${at}`)));
    expect(looked).toHaveLength(100);
  });

  it('looks at all messages of an import, and says where there are more than it looks at', async () => {
    const messages = (count: number) => Array.from({ length: count }, (_, at) => seen(`e${at}`));
    const last = await platform({ handled: (eventId) => eventId !== 'e1499' }).of(messages(1_500));
    expect(last.messages.at(-1)).toMatchObject({ eventId: 'e1499', complete: false });
    const more = await platform({ handled: everything }).of(messages(2_001));
    expect([more.messages.length, more.all]).toEqual([2_000, false]);
  });
});
