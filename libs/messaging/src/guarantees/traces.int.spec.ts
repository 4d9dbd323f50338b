import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { Discard, RetryLater } from '../errors.js';
import { ATTRIBUTES } from '../tracing/attributes.js';
import { RecordedSpans, shapeOf, type Shape } from '../tracing/testing/recorded-spans.js';
import type { Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica, type ServiceUnderTest } from './testing/site.js';

const { messaging, waybill } = ATTRIBUTES;
const retry = { attempts: 2, baseMs: 10 };

class InBatches {
  async handle(): Promise<void> {}
}

let recorded: RecordedSpans;
let site: Site;

beforeAll(() => {
  recorded = RecordedSpans.start();
});
// A stream of its own for each: a consumer declared later reads from the stream's beginning.
beforeEach(async () => {
  site = await Site.open();
});
afterEach(async () => {
  await site[Symbol.asyncDispose]();
  recorded.reset();
});
afterAll(() => recorded.stop());

const template = () => `${site.domain}.happened.v1.{lane}.{partition}`;
const shapes = (spans: ReadableSpan[]): Shape[] => spans.map((span) => shapeOf(span, recorded.all()));
const named = (operation: string, spans = recorded.all()) =>
  spans.filter(({ name }) => name.startsWith(`${operation} `));

/** Appends inside a request's span, as a service does. Gives the trace's id. */
async function request(replica: Replica, events: Happened[], ctx = ROOT_CONTEXT): Promise<string> {
  const span = trace.getTracer('test').startSpan('POST /things', { kind: SpanKind.SERVER }, ctx);
  await context.with(trace.setSpan(ctx, span), () => site.append(replica, events));
  span.end();
  return span.spanContext().traceId;
}

async function until(count: number, operation: string): Promise<ReadableSpan[]> {
  await eventually(() => named(operation).length >= count, { what: `${count} ${operation} spans` });
  return named(operation);
}

async function start(fault: (attempt: number, event: Happened) => void, more: ServiceUnderTest = {}) {
  return site.start({
    subscriptions: [site.on({ retry })],
    handle: async (events, { attempt }) => events.forEach(({ data }) => fault(attempt, data)),
    ...more,
  });
}

describe('the trace of a message', () => {
  it('goes from the request over outbox and broker into the handler, each step a child of the creation', async () => {
    const replica = await start(() => {});
    const traceId = await request(replica, [{ key: 'a', n: 0 }]);
    const [process] = await until(1, 'process');
    await until(1, 'publish');

    expect(shapes(recorded.ofTrace(traceId)).sort((a, b) => a.span.localeCompare(b.span))).toEqual([
      {
        span: `CLIENT publish ${template()}`,
        parent: `create ${template()}`,
        links: [`create ${template()}`],
      },
      {
        span: `CONSUMER process ${template()}`,
        parent: `create ${template()}`,
        links: [`create ${template()}`],
      },
      { span: `PRODUCER create ${template()}`, parent: 'POST /things', links: [] },
      { span: 'SERVER POST /things', parent: undefined, links: [] },
    ]);

    const [create] = named('create');
    const [publish] = named('publish');
    const eventId = create!.attributes[messaging.message.id];
    const common = {
      [messaging.system]: 'nats',
      [messaging.destination.name]: expect.stringMatching(/\.happened\.v1\.standard\.\d$/),
      [messaging.destination.template]: template(),
      [messaging.destination.partitionId]: expect.stringMatching(/^\d$/),
      [messaging.message.id]: eventId,
      [messaging.message.conversationId]: 'a',
    };
    expect(create!.attributes).toEqual({
      ...common,
      [messaging.operation.name]: 'create',
      [messaging.operation.type]: 'create',
      [messaging.message.bodySize]: 17,
    });
    expect(publish!.attributes).toEqual({
      ...common,
      [messaging.operation.name]: 'publish',
      [messaging.operation.type]: 'send',
      [messaging.nats.stream]: site.contract.stream,
      [messaging.nats.sequence]: expect.any(Number),
      [waybill.outbox.id]: expect.any(String),
      [waybill.outbox.attempt]: 1,
      [waybill.outbox.appendedAt]: expect.stringMatching(/Z$/),
    });
    expect(process!.attributes).toEqual({
      ...common,
      [messaging.operation.name]: 'process',
      [messaging.operation.type]: 'process',
      [messaging.consumer.group.name]: site.service,
      [messaging.nats.stream]: site.contract.stream,
      [messaging.nats.sequence]: publish!.attributes[messaging.nats.sequence],
      [messaging.nats.deliveryCount]: 1,
      [messaging.nats.storedAt]: expect.stringMatching(/Z$/),
      [waybill.process.handler]: 'RecordEffect',
      [waybill.process.attempt]: 1,
      [waybill.process.outcome]: 'handled',
    });
  });

  it('says until when it waits, from the creation on, if it was scheduled', async () => {
    const replica = await start(() => {});
    const { transactions, outbox } = replica.messaging;
    const at = new Date(Date.now() - 1);
    await transactions.run((tx) => outbox.publish(tx, site.contract, { key: 'a', n: 0 }, { at }));
    const [process] = await until(1, 'process');
    await until(1, 'publish');
    const spans = recorded.ofTrace(process!.spanContext().traceId);
    expect(
      spans.map(({ name, attributes }) => [name.split(' ')[0], attributes[waybill.outbox.dueAt]]),
    ).toEqual(
      expect.arrayContaining(
        ['create', 'publish', 'process'].map((operation) => [operation, at.toISOString()]),
      ),
    );
  });

  it('has a span for each attempt, and the dead letter as a child of the last one', async () => {
    const replica = await start(() => {
      throw new Error('broken');
    });
    const traceId = await request(replica, [{ key: 'b', n: 0 }]);
    await until(1, 'dead_letter');
    const attempts = await until(2, 'process');

    const created = `create ${template()}`;
    expect(shapes(attempts)).toEqual([
      { span: `CONSUMER process ${template()}`, parent: created, links: [created], failed: 'broken' },
      { span: `CONSUMER process ${template()}`, parent: created, links: [created], failed: 'broken' },
    ]);
    expect(
      attempts.map(({ attributes }) => [
        attributes[waybill.process.attempt],
        attributes[waybill.process.outcome],
        attributes[ATTRIBUTES.error.type],
      ]),
    ).toEqual([
      [1, 'retried', 'Error'],
      [2, 'dead-lettered', 'Error'],
    ]);
    const [letter] = named('dead_letter', recorded.ofTrace(traceId));
    expect(letter!.parentSpanContext!.spanId).toBe(attempts[1]!.spanContext().spanId);
    expect(shapes([letter!])).toEqual([
      { span: `CLIENT dead_letter ${template()}`, parent: `process ${template()}`, links: [created] },
    ]);
    expect(letter!.attributes).toMatchObject({
      [messaging.operation.type]: 'settle',
      [messaging.consumer.group.name]: site.service,
      [messaging.message.conversationId]: 'b',
      [waybill.deadLetter.reason]: 'attempts-exhausted',
      [waybill.deadLetter.attempts]: 2,
      [waybill.deadLetter.subject]: `dead.letter.${site.service}.${site.domain}.happened`,
    });
  });

  it('is left alone by a replay, which starts one of its own, linked to the creation', async () => {
    let broken = true;
    const replica = await start(() => {
      if (broken) throw new RetryLater('not yet', 1);
    });
    const traceId = await request(replica, [{ key: 'c', n: 0 }], baggage('tenant', 'acme'));
    await until(1, 'dead_letter');
    await until(2, 'process');
    const before = recorded.ofTrace(traceId).length;
    broken = false;
    const letter = (await site.desk.list()).find(({ eventId }) => eventId === idOf(named('create')[0]!));
    await site.desk.replay(letter!.id);
    const processed = (await until(3, 'process')).at(-1)!;

    const [replay] = named('replay');
    expect(shapes([replay!, processed])).toEqual([
      { span: `PRODUCER replay ${template()}`, parent: undefined, links: [`create ${template()}`] },
      {
        span: `CONSUMER process ${template()}`,
        parent: `replay ${template()}`,
        links: [`replay ${template()}`],
      },
    ]);
    expect(replay!.spanContext().traceId).not.toBe(traceId);
    expect(recorded.ofTrace(traceId)).toHaveLength(before);
    expect(replay!.attributes).toMatchObject({
      [waybill.replay.deadLetterId]: letter!.id,
      [messaging.consumer.group.name]: site.service,
      [messaging.message.conversationId]: 'c',
    });
    expect(processed.attributes[waybill.process.outcome]).toBe('handled');
  });

  it('takes what a handler decides for a decision, not a failure', async () => {
    const replica = await start((attempt) => {
      if (attempt === 1) throw new RetryLater('the supplier is closed', 1);
      throw new Discard('no longer wanted');
    });
    await request(replica, [{ key: 'd', n: 0 }]);
    const [later, discarded] = await until(2, 'process');
    expect(shapes([later!, discarded!]).map(({ failed }) => failed)).toEqual([undefined, undefined]);
    expect(later!.attributes).toMatchObject({
      [waybill.process.outcome]: 'retried',
      [waybill.process.reason]: 'the supplier is closed',
      [waybill.process.retryDelay]: 1,
    });
    expect(discarded!.attributes).toMatchObject({
      [waybill.process.outcome]: 'discarded',
      [waybill.process.reason]: 'no longer wanted',
    });
  });

  it('starts a new trace, linked, if the subscription says so', async () => {
    const replica = await start(() => {}, { subscriptions: [site.on({ retry, traceMode: 'link' })] });
    const traceId = await request(replica, [{ key: 'e', n: 0 }]);
    const [process] = await until(1, 'process');
    expect(shapes([process!])).toEqual([
      { span: `CONSUMER process ${template()}`, parent: undefined, links: [`create ${template()}`] },
    ]);
    expect(process!.spanContext().traceId).not.toBe(traceId);
  });

  it('is linked to by one span for a batch of several, which belongs to no trace of theirs', async () => {
    const replica = await start(() => {}, {
      subscriptions: [site.inBatches({ retry, maxMessages: 3, maxWait: '5s' }, { handler: InBatches })],
    });
    const traces = [
      await request(replica, [{ key: 'f', n: 0 }]),
      await request(replica, [
        { key: 'g', n: 0 },
        { key: 'g', n: 1 },
      ]),
    ];
    const [batch] = await until(1, 'process');
    const creations = named('create').map((span) => span.spanContext().spanId);
    expect(batch!.parentSpanContext).toBeUndefined();
    expect(traces).not.toContain(batch!.spanContext().traceId);
    expect(batch!.links.map((link) => link.context.spanId).sort()).toEqual(creations.sort());
    expect(batch!.links.map((link) => link.attributes?.[messaging.message.conversationId]).sort()).toEqual([
      'f',
      'g',
      'g',
    ]);
    expect(batch!.attributes).toEqual({
      [messaging.system]: 'nats',
      [messaging.operation.name]: 'process',
      [messaging.operation.type]: 'process',
      [messaging.destination.template]: template(),
      [messaging.batch.messageCount]: 3,
      [messaging.consumer.group.name]: `${site.service}-in-batches`,
      [messaging.nats.stream]: site.contract.stream,
      [waybill.process.handler]: 'InBatches',
      [waybill.process.outcome]: 'handled',
    });
  });

  it('is the context in which a handler appends: the next event is its child', async () => {
    const replica = await start(() => {}, {
      handle: async ([event], { tx }) => {
        if (event!.data.n === 0)
          await replica.messaging.outbox.publish(tx, site.contract, { key: 'h', n: 1 });
      },
    });
    const traceId = await request(replica, [{ key: 'h', n: 0 }]);
    await until(2, 'process');
    expect(shapes(named('create', recorded.ofTrace(traceId))).map(({ parent }) => parent)).toEqual([
      'POST /things',
      `process ${template()}`,
    ]);
    expect(named('process', recorded.ofTrace(traceId))).toHaveLength(2);
  });

  it('is propagated unsampled, with its baggage: no service records it, every service continues it', async () => {
    const seen: (string | undefined)[] = [];
    const replica = await start(() => {}, {
      handle: async () => {
        seen.push(trace.getSpanContext(context.active())?.traceId);
        seen.push(propagation.getActiveBaggage()?.getEntry('tenant')?.value);
      },
    });
    const caller = {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      traceFlags: TraceFlags.NONE,
      isRemote: true,
    };
    const ctx = trace.setSpanContext(baggage('tenant', 'acme'), caller);
    await request(replica, [{ key: 'i', n: 0 }], ctx);
    await eventually(() => seen.length === 2);
    expect(seen).toEqual([caller.traceId, 'acme']);
    expect(recorded.ofTrace(caller.traceId)).toEqual([]);
    const { rows } = await site.pool.query<{ headers: Record<string, string> }>(
      `SELECT headers FROM outbox WHERE key = 'i'`,
    );
    expect(rows[0]!.headers).toMatchObject({
      traceparent: expect.stringMatching(new RegExp(`^00-${caller.traceId}-[0-9a-f]{16}-00$`)),
      baggage: 'tenant=acme',
    });
  });

  it('is one span, the creation itself, for what goes straight to the broker', async () => {
    const replica = await start(() => {});
    const span = trace.getTracer('test').startSpan('POST /things', { kind: SpanKind.SERVER });
    await context.with(trace.setSpan(ROOT_CONTEXT, span), () =>
      replica.messaging.direct.publishAll([{ contract: site.contract, data: { key: 'j', n: 0 } }]),
    );
    span.end();
    const [process] = await until(1, 'process');
    expect(shapes([...named('publish'), process!])).toEqual([
      { span: `PRODUCER publish ${template()}`, parent: 'POST /things', links: [] },
      {
        span: `CONSUMER process ${template()}`,
        parent: `publish ${template()}`,
        links: [`publish ${template()}`],
      },
    ]);
  });

  it('says that an append failed, and nothing of an idle relay or consumer', async () => {
    const replica = await start(() => {});
    await expect(request(replica, [{ key: 'k', n: 0.5 }])).rejects.toMatchObject({ code: 'INVALID_PAYLOAD' });
    expect(shapes(recorded.all()).map(({ span, failed }) => [span, Boolean(failed)])).toEqual([
      [`PRODUCER create ${template()}`, true],
    ]);
  });
});

function baggage(name: string, value: string) {
  return propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ [name]: { value } }));
}

function idOf(span: ReadableSpan): unknown {
  return span.attributes[messaging.message.id];
}
