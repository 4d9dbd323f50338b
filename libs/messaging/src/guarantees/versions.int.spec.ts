import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { z } from 'zod';
import { consumer } from '../consumer/define-consumer.js';
import { on, onBatch } from '../consumer/subscription.js';
import { defineEvent } from '../contract/index.js';
import type { EventMessage } from '../message/event-message.js';
import { RecordedSpans } from '../tracing/testing/recorded-spans.js';
import { inversions, recordEffect, type Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { RecordEffect, Site, type Replica, type ServiceUnderTest } from './testing/site.js';

class InBatches {
  async handle(): Promise<void> {}
}

/** The same event, later: what was optional and free is named now. */
function secondVersionOf({ contract, domain, service }: Site) {
  return defineEvent({
    type: `${domain}.happened`,
    version: 2,
    owner: service,
    key: ({ key }) => key,
    schema: z.object({ key: z.string(), n: z.int(), origin: z.enum(['unknown', 'shop', 'import']) }),
    previous: contract,
    upcast: ({ key, n }: Happened) => ({ key, n, origin: 'unknown' as const }),
  });
}
type SecondVersion = ReturnType<typeof secondVersionOf>;
interface Seen {
  key: string;
  n: number;
  version: number;
  origin: string;
}

const KEYS = ['a', 'b', 'c'];
/** One event of each key. */
const row = (n: number): Happened[] => KEYS.map((key) => ({ key, n }));

let recorded: RecordedSpans;
let site: Site;
let second: SecondVersion;
let seen: Seen[];

beforeAll(() => {
  recorded = RecordedSpans.start();
});
beforeEach(async () => {
  site = await Site.open();
  second = secondVersionOf(site);
  seen = [];
});
afterEach(async () => {
  await site[Symbol.asyncDispose]();
  recorded.reset();
});
afterAll(() => recorded.stop());

/** The code of before: knows version 1 only, and gives up on what is marked as broken. */
const oldCode = (roles: ServiceUnderTest['roles']): ServiceUnderTest => ({
  roles,
  subscriptions: [site.on({ retry: { attempts: 1 } })],
  handle: async (events, { tx }) => {
    await recordEffect(tx, events, 'old');
    if (events.some(({ data }) => data.fault)) throw new Error('broken');
  },
});

/** The code of after: publishes version 2, and handles both as that. */
const newCode = (subscriptions: ServiceUnderTest['subscriptions']): ServiceUnderTest => ({
  subscriptions,
  publishes: [second],
  handle: async (events, { tx }) => {
    await recordEffect(tx, events, 'new');
    for (const { version, data } of events as unknown as EventMessage<Omit<Seen, 'version'>>[]) {
      seen.push({ key: data.key, n: data.n, version, origin: data.origin });
    }
  },
});

const appendSecond = ({ messaging }: Replica, events: readonly Happened[]) =>
  messaging.transactions.run((tx) =>
    messaging.outbox.publishAll(
      tx,
      second,
      events.map(({ key, n }) => ({ key, n, origin: 'shop' as const })),
    ),
  );

/** Leaves messages of version 1 wherever one can be when the code changes. */
async function leaveOldMessages(): Promise<{ letter: string }> {
  const handling = await site.start(oldCode(['relay', 'consumers']));
  const [broken] = await site.append(handling, [{ key: 'a', n: 0, fault: 'always' }]);
  const { id: letter } = await eventually(async () =>
    (await site.desk.list()).find(({ eventId }) => eventId === broken),
  );
  await handling.stop();

  const relaying = await site.start(oldCode(['relay']));
  await site.append(relaying, row(1));
  await site.untilPublished();
  await relaying.stop();

  const appending = await site.start(oldCode(['api']));
  await site.append(appending, row(2));
  await appending.stop();
  expect(await site.effects()).toEqual([]);
  expect(await site.outbox()).toMatchObject({ pending: KEYS.length });
  return { letter };
}

describe('a new version of an event', () => {
  it('is handled after those of the old one in outbox, stream and dead letters: each once, in order, as the new one', async () => {
    const { letter } = await leaveOldMessages();
    const replica = await site.start(
      newCode([consumer(site.service, { startFrom: 'beginning' }, [on(second, RecordEffect)])]),
    );
    await appendSecond(replica, row(3));
    await site.untilEffects(9);
    await site.desk.replay(letter);
    const effects = await site.untilEffects(10);
    await site.untilPublished();

    const inLine = effects.slice(0, 9);
    expect(inversions(inLine)).toEqual([]);
    expect(effects.map(({ key, n }) => `${key}${n}`).sort()).toEqual(
      ['a0', ...['a1', 'b1', 'c1'], ...['a2', 'b2', 'c2'], ...['a3', 'b3', 'c3']].sort(),
    );
    expect(new Set(effects.map(({ replica }) => replica))).toEqual(new Set(['new']));
    for (const { n, version, origin } of seen) {
      expect({ n, version, origin }).toEqual(
        n === 3 ? { n, version: 2, origin: 'shop' } : { n, version: 1, origin: 'unknown' },
      );
    }
    expect(await site.desk.show(letter)).toMatchObject({ state: 'replayed' });
    expect(await site.desk.list({ consumer: site.service })).toEqual([]);
  });

  it('may share a batch with the old one', async () => {
    const { letter } = await leaveOldMessages();
    const replica = await site.start(
      newCode([
        consumer(site.service, { startFrom: 'beginning' }, [onBatch(second, InBatches, { maxWait: '20ms' })]),
      ]),
    );
    await appendSecond(replica, row(3));
    await site.desk.replay(letter);
    const effects = await site.untilEffects(10);
    expect(new Set(effects.map(({ eventId }) => eventId)).size).toBe(10);
    expect(new Set(seen.map(({ version }) => version))).toEqual(new Set([1, 2]));
  });

  it('is seen beside the old one in one trace', async () => {
    const both = await site.start({
      ...newCode([consumer(site.service, { startFrom: 'beginning' }, [on(second, RecordEffect)])]),
      // While the publisher is rolled out, some of its replicas still publish version 1.
      publishes: [site.contract, second],
    });
    const request = trace.getTracer('test').startSpan('POST /things', {}, ROOT_CONTEXT);
    await context.with(trace.setSpan(ROOT_CONTEXT, request), async () => {
      await site.append(both, [{ key: 'a', n: 0 }]);
      await appendSecond(both, [{ key: 'a', n: 1 }]);
    });
    request.end();
    await site.untilEffects(2);

    const ofTrace = () => recorded.ofTrace(request.spanContext().traceId).map(({ name }) => name);
    await eventually(() => ofTrace().filter((name) => name.startsWith('process ')).length === 2);
    expect(ofTrace()).toEqual(
      expect.arrayContaining(
        ['v1', 'v2'].flatMap((version) =>
          ['create', 'publish', 'process'].map(
            (step) => `${step} ${site.domain}.happened.${version}.{lane}.{partition}`,
          ),
        ),
      ),
    );
    expect(seen.map(({ n, version }) => `${n} v${version}`)).toEqual(['0 v1', '1 v2']);
  });
});
