import { beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { CircuitBreakers } from '../flow/circuit-breakers.js';
import type { Log } from '../log.js';
import type { Delivery, Subscriber } from '../transport/transport.js';
import { ConsumerRuntime } from './consumer-runtime.js';
import type { Dispatcher } from './dispatcher.js';
import { consumer, type ConsumerDefinition } from './define-consumer.js';
import { planConsumers } from './plan.js';
import { on, onBatch, type EventSubscription } from './subscription.js';
import { UnknownEvents } from './unknown-events.js';
import type { Held, Work } from './work.js';

const declare = (type: string) =>
  defineEvent({ type, version: 1, owner: 'test', key: () => 'k', schema: z.object({}) });
const Happened = declare('test.happened');
const Ended = declare('test.ended');

class First {
  async handle(): Promise<void> {}
}
class Second {
  async handle(): Promise<void> {}
}

const WITHOUT_RATE = {
  admit: (_consumer: string, _delivery: Delivery, run: () => void) => run(),
  forget: () => {},
};

type Answered = Delivery & { answers: string[] };

function delivery(subject: string, headers: Record<string, string> = {}): Answered {
  const answers: string[] = [];
  return {
    id: 'id',
    subject,
    headers,
    body: new Uint8Array(),
    stream: 'TEST',
    position: '1',
    deliveryCount: 1,
    storedAt: 0,
    answers,
    ack: () => answers.push('ack'),
    nak: (delayMs) => answers.push(`nak ${delayMs}`),
    term: (reason) => answers.push(`term ${reason}`),
    working: () => undefined,
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
/** After the timers that are due. */
const later = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the consumer runtime', () => {
  let consumers: Map<string, (delivery: Delivery) => void>;
  let stopped: string[];
  let running: { works: readonly Work[]; end: () => void; fail: (error: Error) => void }[];
  let errors: string[];
  let ignored: Delivery[];
  let warnings: string[];
  let unknown: UnknownEvents;
  let subscribing: () => Promise<void>;

  beforeEach(() => {
    consumers = new Map();
    stopped = [];
    running = [];
    errors = [];
    ignored = [];
    warnings = [];
    subscribing = () => Promise.resolve();
  });

  function runtime(routes: EventSubscription[], concurrency = 2, others: ConsumerDefinition[] = []) {
    const subscriber: Subscriber = {
      subscribe: async ({ name }, onDelivery) => {
        await subscribing();
        consumers.set(name, onDelivery);
        return { stop: async () => void stopped.push(name) };
      },
    };
    const dispatch = (works: readonly Work[]) =>
      new Promise<void>((end, fail) => running.push({ works, end, fail }));
    const dispatcher = {
      dispatch: (work: Work) => dispatch([work]),
      dispatchBatch: dispatch,
      dispatchGroup: dispatch,
      ignore: async ({ delivery }: Held) => void ignored.push(delivery),
    } as Pick<
      Dispatcher<never>,
      'dispatch' | 'dispatchBatch' | 'dispatchGroup' | 'ignore'
    > as Dispatcher<never>;
    const log: Log = {
      debug: () => undefined,
      info: () => undefined,
      warn: (_fields, message) => warnings.push(message),
      error: (_fields, message) => errors.push(message),
    };
    const own = consumer('svc', { startFrom: 'now', ignores: ['test.dropped'] }, routes);
    const plans = planConsumers([own, ...others], 9_000);
    unknown = new UnknownEvents(log);
    const breakers = new CircuitBreakers([own, ...others], {
      stopPulling: () => undefined,
      pullAgain: () => undefined,
      log,
    });
    return new ConsumerRuntime(subscriber, dispatcher, () => plans, unknown, breakers, WITHOUT_RATE, log, {
      concurrency,
      ackWaitMs: 9_000,
    });
  }

  const give = (consumer: string, given: Delivery) => consumers.get(consumer)!(given);

  it('runs as many at once as it has slots, and says nothing of the others meanwhile', async () => {
    const starting = runtime([on(Happened, First)]);
    await starting.start();
    const deliveries = [0, 1, 2].map((n) => delivery(`test.happened.v1.standard.${n}`));
    deliveries.forEach((each, n) => give(`svc_standard_${n}of8`, each));
    expect(running).toHaveLength(2);
    running[0]!.end();
    await turn();
    expect(running).toHaveLength(3);
    expect(deliveries[2]!.answers).toEqual([]);
    running.forEach(({ end }) => end());
    await starting.stop(1_000, () => undefined);
  });

  it('hands over as a group what waits while the group before it is handled, from all partitions', async () => {
    const grouped = consumer('grouped', { startFrom: 'now', groupCommit: 3 }, [on(Ended, Second)]);
    const starting = runtime([on(Happened, First)], 2, [grouped]);
    await starting.start();
    const arrive = (partition: number) =>
      give(`grouped_standard_${partition}of8`, delivery(`test.ended.v1.standard.${partition}`));
    arrive(0);
    await later();
    for (const partition of [1, 2, 3, 4]) arrive(partition);
    await later();
    expect(running.map(({ works }) => works.length)).toEqual([1]);
    running[0]!.end();
    await turn();
    running[1]!.end();
    await turn();
    expect(running.map(({ works }) => works.length)).toEqual([1, 3, 1]);
    running.forEach(({ end }) => end());
    await starting.stop(1_000, () => undefined);
  });

  it('gives back what this code does not know, for another replica, and says so once', async () => {
    const older = runtime([on(Happened, First), on(Ended, Second)]);
    await older.start();
    const added = delivery('test.started.v1.standard.0');
    const newer = delivery('test.happened.v2.standard.0');
    for (const each of [added, newer, newer]) give('svc_standard_0of8', each);
    expect(running).toEqual([]);
    for (const { answers } of [added, newer]) expect(answers[0]).toMatch(/^nak \d/);
    expect(unknown.list()).toMatchObject([
      { consumer: 'svc', type: 'test.started', version: 1, returned: 1 },
      { consumer: 'svc', type: 'test.happened', version: 2, returned: 2 },
    ]);
    expect(warnings).toHaveLength(2);
    await older.stop(0, () => undefined);
  });

  it('records an event that the consumer ignores as ignored, and runs nothing', async () => {
    const narrow = runtime([on(Happened, First)]);
    await narrow.start();
    const dropped = delivery('test.dropped.v1.standard.0');
    give('svc_standard_0of8', dropped);
    expect([ignored, running, unknown.list()]).toEqual([[dropped], [], []]);
    await narrow.stop(0, () => undefined);
  });

  it('gives a message back, and goes on, where dispatch itself fails', async () => {
    const faulty = runtime([on(Happened, First)], 1);
    await faulty.start();
    const [first, second] = [0, 1].map((n) => delivery(`test.happened.v1.standard.${n}`));
    give('svc_standard_0of8', first!);
    give('svc_standard_1of8', second!);
    running[0]!.fail(new Error('a fault'));
    await turn();
    expect([first!.answers, running.length, errors]).toEqual([
      ['nak 1000'],
      2,
      ['dispatch failed: the messages will be redelivered'],
    ]);
    running[1]!.end();
    await faulty.stop(1_000, () => undefined);
  });

  it('gives back at once, when it stops, what has not begun, gathered for a batch too', async () => {
    const stopping = runtime([on(Happened, First)], 1, [
      consumer('svc-batches', { startFrom: 'now' }, [
        onBatch(Happened, Second, { maxMessages: 2, maxWait: '60s' }),
      ]),
    ]);
    await stopping.start();
    const begun = delivery('test.happened.v1.standard.0');
    const waiting = delivery('test.happened.v1.standard.1');
    const batch = [1, 2, 3].map(() => delivery('test.happened.v1.standard.1'));
    give('svc_standard_0of8', begun);
    give('svc_standard_1of8', waiting);
    batch.forEach((each) => give('svc-batches', each));
    let over = false;
    const drained = stopping.stop(60_000, () => undefined).then(() => (over = true));
    await turn();
    expect([waiting, ...batch].map(({ answers }) => answers)).toEqual(new Array(4).fill(['nak 0']));
    expect([begun.answers, over]).toEqual([[], false]);
    running[0]!.end();
    await drained;
    // Their turn came when the slot was free, and they were not begun.
    expect(running).toHaveLength(1);
    expect(stopped).toHaveLength(16 + 1 + 1 + 1);
  });

  it('gives back at the deadline what still runs, and tells the handlers', async () => {
    const stopping = runtime([on(Happened, First)]);
    await stopping.start();
    const slow = delivery('test.happened.v1.standard.0');
    give('svc_standard_0of8', slow);
    let told = false;
    await stopping.stop(5, () => (told = true));
    expect([told, slow.answers]).toEqual([true, ['nak 0']]);
  });

  it('subscribes to nothing more when it is stopped while it starts', async () => {
    let proceed = () => {};
    subscribing = () => new Promise((resolve) => (proceed = resolve));
    const starting = runtime([on(Happened, First)]);
    const started = starting.start();
    await starting.stop(0, () => undefined);
    proceed();
    await started;
    expect([consumers.size, stopped]).toEqual([1, ['svc_express_0of8']]);
  });

  describe('of the answers to dead letters', () => {
    const settled = (consumer: string, action: string) =>
      delivery(`dead.settled.${consumer}.7`, {
        'waybill-action': action,
        'waybill-original-subject': 'test.happened.v1.express.3',
        'waybill-original-id': 'original',
      });

    it('takes replays to the handler of the event, and passes over discards', async () => {
      const replaying = runtime([on(Happened, First)]);
      await replaying.start();
      const discard = settled('svc', 'discard');
      give('svc_replay', discard);
      expect([discard.answers, running]).toEqual([['ack'], []]);
      give('svc_replay', settled('svc', 'replay'));
      expect(running[0]!.works).toMatchObject([
        { consumer: 'svc', replay: true, subscription: { handler: First }, wire: { id: 'original' } },
      ]);
      running[0]!.end();
      await replaying.stop(1_000, () => undefined);
    });
  });
});
