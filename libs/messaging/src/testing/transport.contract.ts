import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable, PublishRefused, StreamNotFound, TopologyRefused } from '../errors.js';
import type {
  ConsumerDeclaration,
  Delivery,
  OutgoingMessage,
  StoredMessage,
  StreamDeclaration,
  Subscription,
  Transport,
} from '../transport/transport.js';
import { Deliveries } from './deliveries.js';

/** What a transport has besides the contract; a suite of a transport without it leaves these tests out. */
export interface TransportFeatures {
  /** A second connection to the same broker. */
  connections: boolean;
  /** Consumers can be deleted behind the transport's back. */
  foreignDeletes: boolean;
}

export interface TransportHarness {
  transport: Transport;
  /** Another connection to the same broker, as another process would have it. */
  connectAgain?: () => Promise<Transport>;
  deleteConsumer?: (stream: string, name: string) => Promise<void>;
  /** Kills the broker where it stands. Resolves once the transport has noticed. */
  breakBroker: () => Promise<void>;
  /** Starts it on what it had stored. Resolves once it takes connections. */
  mendBroker: () => Promise<void>;
  close: () => Promise<void>;
}

/** The contract of `transport.ts` as tests. Every transport of the library passes all of them. */
export function describeTransport(
  name: string,
  features: TransportFeatures,
  factory: () => Promise<TransportHarness>,
): void {
  const withFeature = (feature: keyof TransportFeatures) => (features[feature] ? it : it.skip);

  describe(`${name} as a transport`, () => {
    let harness: TransportHarness;
    let transport: Transport;
    let subscriptions: Subscription[];
    let domain: string;
    let stream: StreamDeclaration;

    beforeEach(async () => {
      harness = await factory();
      ({ transport } = harness);
      subscriptions = [];
      domain = `d${randomUUID().slice(0, 8)}`;
      stream = {
        name: domain.toUpperCase(),
        subjects: [`${domain}.>`],
        maxAgeMs: 3_600_000,
        duplicateWindowMs: 60_000,
        replicas: 1,
      };
    });

    afterEach(async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
      await harness.close();
    });

    const message = (id: string, over: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
      id,
      subject: `${domain}.happened`,
      headers: { 'ce-type': 'happened' },
      body: id,
      ...over,
    });

    /** Reconciles the stream with one consumer, `maxAckPending` 1 unless said otherwise. */
    async function declare(over: Partial<ConsumerDeclaration> = {}): Promise<ConsumerDeclaration> {
      const consumer = {
        stream: stream.name,
        name: 'worker',
        filter: `${domain}.>`,
        maxAckPending: 1,
        ackWaitMs: 30_000,
        ...over,
      };
      await transport.reconcile({ streams: [stream], consumers: [consumer] });
      return consumer;
    }

    async function subscribe(
      consumer: ConsumerDeclaration,
      settle: (delivery: Delivery) => void = () => {},
      by = transport,
    ): Promise<Deliveries & { subscription: Subscription }> {
      const deliveries = new Deliveries();
      const subscription = await by.subscribe(consumer, (delivery) => {
        deliveries.add(delivery);
        settle(delivery);
      });
      subscriptions.push(subscription);
      return Object.assign(deliveries, { subscription });
    }

    async function scanAll(filter: string): Promise<StoredMessage[]> {
      const stored: StoredMessage[] = [];
      for await (const each of transport.scan(stream.name, filter)) stored.push(each);
      return stored;
    }

    describe('publishing', () => {
      it('answers with stream and position, one after the other', async () => {
        await declare();
        expect(await transport.publish(message('a'))).toEqual({
          stream: stream.name,
          sequence: 1,
          duplicate: false,
        });
        expect(await transport.publish(message('b'))).toMatchObject({ sequence: 2 });
      });

      it('stores a message once when its id is published twice inside the duplicate window', async () => {
        await declare();
        await transport.publish(message('a'));
        expect(await transport.publish(message('a', { body: 'other' }))).toEqual({
          stream: stream.name,
          sequence: 1,
          duplicate: true,
        });
        expect(await scanAll('>')).toHaveLength(1);
      });

      it('stores with expectNew only where the subject holds nothing, and calls anything else a conflict', async () => {
        await declare();
        await transport.publish(message('a', { expectNew: true }));
        const second = transport.publish(message('b', { expectNew: true }));
        await expect(second).rejects.toMatchObject({ code: 'PUBLISH_REFUSED', isConflict: true });
        const other = message('c', { subject: `${domain}.other`, expectNew: true });
        expect(await transport.publish(other)).toMatchObject({ duplicate: false });
      });

      it('takes the same message with expectNew again as a duplicate, not as a conflict', async () => {
        await declare();
        await transport.publish(message('a', { expectNew: true }));
        expect(await transport.publish(message('a', { expectNew: true }))).toMatchObject({ duplicate: true });
      });

      it('keeps the order of calls that were made without waiting', async () => {
        await declare();
        const ids = Array.from({ length: 200 }, (_, index) => `m${index}`);
        const published = await Promise.all(ids.map((id) => transport.publish(message(id))));
        expect(published.map(({ sequence }) => sequence)).toEqual(ids.map((_, index) => index + 1));
      });

      it('says that the broker is unavailable where no stream takes the subject', async () => {
        await declare();
        await expect(transport.publish(message('a', { subject: `no${domain}.x` }))).rejects.toThrow(
          BrokerUnavailable,
        );
      });

      it.each([
        ['a line break', { 'ce-type': 'a\r\nNats-Rollup: all' }],
        ['a name that is the broker’s own', { 'nats-rollup': 'all' }],
      ])('refuses a header with %s before it is sent', async (_what, headers) => {
        await declare();
        await expect(transport.publish(message('a', { headers }))).rejects.toThrow(PublishRefused);
        expect(await scanAll('>')).toHaveLength(0);
      });

      it('refuses a body larger than the broker takes, and stays usable', async () => {
        await declare();
        const body = 'x'.repeat(1024 * 1024 + 1);
        await expect(transport.publish(message('a', { body }))).rejects.toThrow(PublishRefused);
        expect(await transport.publish(message('b'))).toMatchObject({ sequence: 1 });
      });
    });

    describe('what comes back', () => {
      it.each([
        ['a text with every kind of character', 'naïve – „Größe“ 日本語 🛒\n\u0000"\\'],
        ['an empty body', ''],
        ['900 KiB', 'ä'.repeat(450 * 1024)],
      ])('delivers %s as it was published, with its headers', async (_what, body) => {
        const consumer = await declare();
        const headers = { 'ce-type': 'happened', 'ce-key': 'caf%C3%A9', traceparent: '00-1-2-01' };
        const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
        await transport.publish(message('a', { body, headers }));
        const [delivery] = await deliveries.reach(1);
        expect(new TextDecoder().decode(delivery!.body)).toBe(body);
        expect(delivery).toMatchObject({
          id: 'a',
          subject: `${domain}.happened`,
          headers,
          stream: stream.name,
          sequence: 1,
          deliveryCount: 1,
        });
      });

      it('delivers raw bytes unchanged', async () => {
        const consumer = await declare();
        const body = Uint8Array.from({ length: 256 }, (_, index) => index);
        const deliveries = await subscribe(consumer);
        await transport.publish(message('a', { body }));
        const [delivery] = await deliveries.reach(1);
        expect([...delivery!.body]).toEqual([...body]);
      });

      it('knows when the broker stored it', async () => {
        await declare();
        const before = Date.now();
        await transport.publish(message('a'));
        const stored = await transport.read(stream.name, 1);
        expect(stored!.storedAt).toBeGreaterThanOrEqual(before - 1_000);
        expect(stored!.storedAt).toBeLessThanOrEqual(Date.now() + 1_000);
      });
    });

    describe('consuming', () => {
      it('hands over what was stored before and after it subscribed, in stream order', async () => {
        const consumer = await declare({ maxAckPending: 100 });
        await transport.publish(message('a'));
        const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
        await transport.publish(message('b'));
        await transport.publish(message('c'));
        await deliveries.reach(3);
        expect(deliveries.ids).toEqual(['a', 'b', 'c']);
      });

      it('hands over only what its filter matches', async () => {
        const consumer = await declare({ filter: `${domain}.*.express.>` });
        const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
        await transport.publish(message('a', { subject: `${domain}.x.standard.1` }));
        await transport.publish(message('b', { subject: `${domain}.x.express.1` }));
        await transport.publish(message('c', { subject: `${domain}.y.express.2` }));
        await deliveries.reach(2);
        expect(deliveries.ids).toEqual(['b', 'c']);
      });

      it('does not wait for a settlement before the next delivery, up to maxAckPending', async () => {
        const consumer = await declare({ maxAckPending: 3 });
        for (const id of ['a', 'b', 'c', 'd']) await transport.publish(message(id));
        const deliveries = await subscribe(consumer);
        await deliveries.reach(3);
        expect(await transport.consumerStatus(stream.name, 'worker')).toMatchObject({
          numAckPending: 3,
          numPending: 1,
        });
        deliveries.all[1]!.ack();
        await deliveries.reach(4);
        expect(deliveries.ids).toEqual(['a', 'b', 'c', 'd']);
      });

      it('keeps the order through nak with a delay when maxAckPending is 1', async () => {
        const consumer = await declare();
        for (const id of ['a', 'b', 'c']) await transport.publish(message(id));
        const deliveries = await subscribe(consumer, (delivery) =>
          delivery.id === 'a' && delivery.deliveryCount < 3 ? delivery.nak(50) : delivery.ack(),
        );
        await deliveries.reach(5);
        expect(deliveries.log).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
      });

      it('waits out the delay of a nak', async () => {
        const consumer = await declare();
        await transport.publish(message('a'));
        const deliveries = await subscribe(consumer, (delivery) =>
          delivery.deliveryCount === 1 ? delivery.nak(300) : delivery.ack(),
        );
        await deliveries.reach(2);
        expect(deliveries.times[1]! - deliveries.times[0]!).toBeGreaterThanOrEqual(280);
      });

      it('delivers again, counted, what nobody settled within the ack wait', async () => {
        const consumer = await declare({ ackWaitMs: 300 });
        await transport.publish(message('a'));
        const deliveries = await subscribe(consumer, (delivery) => {
          if (delivery.deliveryCount === 2) delivery.ack();
        });
        await deliveries.reach(2);
        expect(deliveries.log).toEqual(['a1', 'a2']);
      });

      it('does not deliver again what is said to be worked on', async () => {
        const consumer = await declare({ ackWaitMs: 600, maxAckPending: 2 });
        await transport.publish(message('worked-on'));
        await transport.publish(message('left'));
        const deliveries = await subscribe(consumer);
        const [worked] = await deliveries.reach(2);
        const work = setInterval(() => worked!.working(), 100);
        try {
          // The redeliveries of the other one tell that two ack waits are over.
          await deliveries.reach(4);
        } finally {
          clearInterval(work);
        }
        expect(deliveries.log).toEqual(['worked-on1', 'left1', 'left2', 'left3']);
      });

      it('never delivers again what was terminated', async () => {
        const consumer = await declare({ ackWaitMs: 300 });
        await transport.publish(message('a'));
        await transport.publish(message('b'));
        const deliveries = await subscribe(consumer, (delivery) => {
          if (delivery.id === 'a') delivery.term('cannot be read, line 1');
          // Left alone once, so that an ack wait passes in which "a" could come back.
          else if (delivery.deliveryCount === 2) delivery.ack();
        });
        await deliveries.reach(3);
        expect(deliveries.log).toEqual(['a1', 'b1', 'b2']);
        await settled('worker');
      });

      it('settles a delivery once: later calls do nothing', async () => {
        const consumer = await declare();
        await transport.publish(message('a'));
        await transport.publish(message('b'));
        const deliveries = await subscribe(consumer, (delivery) => {
          if (delivery.deliveryCount === 1) delivery.nak(0);
          delivery.ack();
          delivery.term('no');
          delivery.nak(0);
          delivery.working();
        });
        await deliveries.reach(4);
        await settled('worker');
        expect(deliveries.log).toEqual(['a1', 'a2', 'b1', 'b2']);
      });

      it('shares a durable between two subscribers, each message to one of them', async () => {
        const consumer = await declare({ maxAckPending: 10 });
        const second = harness.connectAgain ? await harness.connectAgain() : transport;
        const mine = await subscribe(consumer, (delivery) => delivery.ack());
        const theirs = await subscribe(consumer, (delivery) => delivery.ack(), second);
        const ids = Array.from({ length: 100 }, (_, index) => `m${index}`);
        await Promise.all(ids.map((id) => transport.publish(message(id))));
        await settled('worker');
        expect([...mine.ids, ...theirs.ids].sort()).toEqual([...ids].sort());
      });

      it('lets another subscriber of the durable take over when one stops', async () => {
        const consumer = await declare();
        const first = await subscribe(consumer, (delivery) => delivery.ack());
        await transport.publish(message('a'));
        await first.reach(1);
        await first.subscription.stop();
        const second = await subscribe(consumer, (delivery) => delivery.ack());
        await transport.publish(message('b'));
        await second.reach(1);
        expect([first.ids, second.ids]).toEqual([['a'], ['b']]);
      });

      it('hands over nothing once it is stopped, and gives back at once what was on the way', async () => {
        const consumer = await declare({ maxAckPending: 500 });
        const ids = Array.from({ length: 500 }, (_, index) => `m${index}`);
        await Promise.all(ids.map((id) => transport.publish(message(id))));
        const first = new Deliveries();
        const subscription = await transport.subscribe(consumer, (delivery) => {
          first.add(delivery);
          delivery.ack();
          if (first.all.length === 5) void subscription.stop();
        });
        await first.reach(5);
        await subscription.stop();
        // With an ack wait of 30 s the test would time out if they had to wait for it.
        const second = await subscribe(consumer, (delivery) => delivery.ack());
        await second.reach(495);
        expect(first.ids).toHaveLength(5);
        expect([...first.ids, ...second.ids].sort()).toEqual([...ids].sort());
      });

      it('still takes the settlement of a delivery that it handed over before it stopped', async () => {
        const consumer = await declare();
        await transport.publish(message('a'));
        const deliveries = await subscribe(consumer);
        const [delivery] = await deliveries.reach(1);
        await deliveries.subscription.stop();
        delivery!.ack();
        await settled('worker');
        expect(await transport.consumerStatus(stream.name, 'worker')).toMatchObject({ ackFloor: 1 });
      });
    });

    describe('reading by position', () => {
      it('reads one message, the last of a subject, or nothing', async () => {
        await declare();
        await transport.publish(message('a'));
        await transport.publish(message('b', { headers: { note: 'second' } }));
        await transport.publish(message('c', { subject: `${domain}.other` }));
        expect(await transport.read(stream.name, 1)).toMatchObject({ id: 'a', sequence: 1 });
        expect(await transport.readLast(stream.name, `${domain}.happened`)).toMatchObject({
          id: 'b',
          headers: { note: 'second' },
          sequence: 2,
        });
        expect(await transport.read(stream.name, 4)).toBeUndefined();
        expect(await transport.readLast(stream.name, `${domain}.nothing`)).toBeUndefined();
      });

      describe('a page', () => {
        const numbers = (page: StoredMessage[]) => page.map(({ sequence }) => sequence);

        /** 1 to 60; `rare` are 7, 14, …, but none after 42. */
        beforeEach(async () => {
          await declare();
          for (let n = 1; n <= 60; n++) {
            const subject = n % 7 === 0 && n <= 42 ? `${domain}.rare.0` : `${domain}.often.0`;
            await transport.publish(message(`m${n}`, { subject }));
          }
        });

        it('begins at a sequence, and holds what matches from there on, newest last', async () => {
          const from = { sequence: 8 };
          expect(numbers(await transport.readPage(stream.name, { from, limit: 3 }))).toEqual([8, 9, 10]);
          const rare = { from, filter: `${domain}.rare.*`, limit: 2 };
          expect(numbers(await transport.readPage(stream.name, rare))).toEqual([14, 21]);
          expect(await transport.readPage(stream.name, { ...rare, limit: 1 })).toMatchObject([
            {
              id: 'm14',
              subject: `${domain}.rare.0`,
              headers: { 'ce-type': 'happened' },
              stream: stream.name,
            },
          ]);
          expect(await transport.readPage(stream.name, { from: { sequence: 61 }, limit: 3 })).toEqual([]);
        });

        it('holds the newest where it begins nowhere', async () => {
          expect(numbers(await transport.readPage(stream.name, { limit: 4 }))).toEqual([57, 58, 59, 60]);
          expect(numbers(await transport.readPage(stream.name, { limit: 100 }))).toHaveLength(60);
          const rare = `${domain}.rare.*`;
          expect(numbers(await transport.readPage(stream.name, { filter: rare, limit: 2 }))).toEqual([
            35, 42,
          ]);
          expect(numbers(await transport.readPage(stream.name, { filter: rare, limit: 50 }))).toEqual([
            7, 14, 21, 28, 35, 42,
          ]);
          expect(await transport.readPage(stream.name, { filter: `${domain}.none`, limit: 5 })).toEqual([]);
        });

        it('begins with the first message stored at a time or later', async () => {
          const all = await transport.readPage(stream.name, { limit: 60 });
          const { storedAt } = all[30]!;
          const first = all.find((each) => each.storedAt >= storedAt)!;
          const from = { time: new Date(storedAt) };
          expect(numbers(await transport.readPage(stream.name, { from, limit: 1 }))).toEqual([
            first.sequence,
          ]);
          const later = { time: new Date(all[59]!.storedAt + 60_000) };
          expect(await transport.readPage(stream.name, { from: later, limit: 1 })).toEqual([]);
          const before = { time: new Date(0) };
          expect(numbers(await transport.readPage(stream.name, { from: before, limit: 1 }))).toEqual([1]);
        });

        it('needs no consumer', async () => {
          await transport.readPage(stream.name, { filter: `${domain}.rare.*`, limit: 50 });
          expect(await transport.streamStatus(stream.name)).toMatchObject({ consumers: 1 });
        });

        it('of an empty stream is empty, of an absent one an error', async () => {
          const empty = { ...stream, name: `${stream.name}E`, subjects: [`e${domain}.>`] };
          await transport.reconcile({ streams: [empty], consumers: [] });
          expect(await transport.readPage(empty.name, { limit: 5 })).toEqual([]);
          const from = { time: new Date() };
          expect(await transport.readPage(empty.name, { from, limit: 5 })).toEqual([]);
          await expect(transport.readPage('ABSENT', { limit: 5 })).rejects.toThrow(StreamNotFound);
        });
      });

      it('names the streams that there are', async () => {
        await declare();
        expect(await transport.streamNames()).toContain(stream.name);
      });

      it('scans what matches, in stream order, more than one page of it, and leaves no consumer behind', async () => {
        await declare();
        const ids = Array.from({ length: 700 }, (_, index) => `m${index}`);
        await Promise.all(
          ids.map((id, index) =>
            transport.publish(message(id, { subject: `${domain}.${index % 7 ? 'many' : 'few'}.1` })),
          ),
        );
        const many = ids.filter((_, index) => index % 7 !== 0);
        expect((await scanAll(`${domain}.many.*`)).map(({ id }) => id)).toEqual(many);
        expect(await scanAll('>')).toHaveLength(700);
        expect(await scanAll(`${domain}.none.*`)).toEqual([]);
        expect(await scanAll('elsewhere.>')).toEqual([]);
        expect(await transport.streamStatus(stream.name)).toMatchObject({ consumers: 1, messages: 700 });
      });

      it('counts the messages of each subject that matches', async () => {
        await declare();
        await transport.publish(message('a', { subject: `${domain}.one.0` }));
        await transport.publish(message('b', { subject: `${domain}.one.0` }));
        await transport.publish(message('c', { subject: `${domain}.two.0` }));
        expect(await transport.countBySubject(stream.name, '>')).toEqual({
          [`${domain}.one.0`]: 2,
          [`${domain}.two.0`]: 1,
        });
        expect(await transport.countBySubject(stream.name, `${domain}.two.*`)).toEqual({
          [`${domain}.two.0`]: 1,
        });
        expect(await transport.countBySubject(stream.name, `${domain}.none.*`)).toEqual({});
        await expect(transport.countBySubject('ABSENT', '>')).rejects.toThrow(StreamNotFound);
      });

      it('leaves no consumer behind when a scan is broken off', async () => {
        await declare();
        await transport.publish(message('a'));
        await transport.publish(message('b'));
        for await (const first of transport.scan(stream.name, '>')) {
          expect(first.id).toBe('a');
          break;
        }
        expect(await transport.streamStatus(stream.name)).toMatchObject({ consumers: 1 });
      });

      it('names every durable of a stream, and where each stands, but no scan’s consumer', async () => {
        await declare({ name: 'worker' });
        await declare({ name: 'other', filter: `${domain}.b` });
        await transport.publish(message('a'));
        const scan = transport.scan(stream.name, '>')[Symbol.asyncIterator]();
        await scan.next();
        expect(await transport.durables(stream.name)).toMatchObject([
          { stream: stream.name, name: 'other', filter: `${domain}.b`, numPending: 0 },
          { stream: stream.name, name: 'worker', numPending: 1, ackFloor: 0 },
        ]);
        await scan.return?.(undefined);
      });

      it('tells an absent stream from an empty one', async () => {
        await expect(transport.read('ABSENT', 1)).rejects.toThrow(StreamNotFound);
        await expect(transport.scan('ABSENT', '>')[Symbol.asyncIterator]().next()).rejects.toThrow(
          StreamNotFound,
        );
        expect(await transport.streamStatus('ABSENT')).toBeUndefined();
        expect(await transport.consumerStatus('ABSENT', 'worker')).toBeUndefined();
        expect(await transport.durables('ABSENT')).toEqual([]);
      });
    });

    describe('reconciling', () => {
      it('changes nothing the second time, and keeps messages and progress', async () => {
        const consumer = await declare();
        await transport.publish(message('a'));
        const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
        await deliveries.reach(1);
        await settled('worker');
        await declare();
        expect(await transport.streamStatus(stream.name)).toMatchObject({ messages: 1 });
        expect(await transport.consumerStatus(stream.name, 'worker')).toMatchObject({
          ackFloor: 1,
          numPending: 0,
        });
      });

      it('applies a changed setting while the consumer is in use', async () => {
        const deliveries = await subscribe(await declare({ maxAckPending: 1 }));
        for (const id of ['a', 'b', 'c']) await transport.publish(message(id));
        await deliveries.reach(1);
        await declare({ maxAckPending: 3 });
        deliveries.all[0]!.ack();
        await deliveries.reach(3);
        expect(deliveries.ids).toEqual(['a', 'b', 'c']);
      });

      it('takes a subject more into a stream', async () => {
        await declare();
        stream.subjects = [`${domain}.>`, `more${domain}.>`];
        await declare();
        expect(await transport.publish(message('a', { subject: `more${domain}.x` }))).toMatchObject({
          sequence: 1,
        });
      });

      it('comes to one result when several services reconcile the same at once', async () => {
        const consumers = [1, 2, 3].map((number) => ({
          stream: stream.name,
          name: `worker-${number}`,
          filter: `${domain}.>`,
          maxAckPending: 1,
          ackWaitMs: 30_000,
        }));
        const another = harness.connectAgain ? await harness.connectAgain() : transport;
        await Promise.all(
          [transport, another, transport, another].map((each) =>
            each.reconcile({ streams: [stream], consumers }),
          ),
        );
        expect(await transport.streamStatus(stream.name)).toMatchObject({ consumers: 3 });
      });

      it('refuses a stream whose subjects another one holds, and names both', async () => {
        await declare();
        const thief = { ...stream, name: `${stream.name}X`, subjects: [`${domain}.stolen.>`] };
        const refused = transport.reconcile({ streams: [thief], consumers: [] });
        await expect(refused).rejects.toThrow(TopologyRefused);
        await expect(refused).rejects.toThrow(thief.name);
      });

      it('refuses a consumer of a stream that nobody declared', async () => {
        await expect(
          transport.reconcile({
            streams: [],
            consumers: [
              { stream: 'ABSENT', name: 'worker', filter: '>', maxAckPending: 1, ackWaitMs: 1_000 },
            ],
          }),
        ).rejects.toThrow(TopologyRefused);
      });
    });

    describe('through an outage', () => {
      it('refuses to publish at once, and publishes again afterwards', async () => {
        await declare();
        await transport.publish(message('a'));
        await harness.breakBroker();
        expect(transport.isConnected()).toBe(false);
        await expect(transport.publish(message('b'))).rejects.toThrow(BrokerUnavailable);
        await harness.mendBroker();
        await reconnected();
        expect(await transport.publish(message('b'))).toMatchObject({ sequence: 2 });
      });

      it('goes on consuming afterwards, and loses nothing', async () => {
        const consumer = await declare({ maxAckPending: 4, ackWaitMs: 1_000 });
        for (const id of ['a', 'b', 'c']) await transport.publish(message(id));
        // Two are handled before the outage, the third is under way.
        let afterwards = false;
        const deliveries = await subscribe(consumer, (delivery) => {
          if (delivery.id !== 'c' || afterwards) delivery.ack();
        });
        await deliveries.reach(3);
        await settled('worker', 1);
        await harness.breakBroker();
        afterwards = true;
        await harness.mendBroker();
        await reconnected();
        await transport.publish(message('d'));
        // A killed broker may have forgotten settlements and counts: what comes again is the inbox's to know.
        await deliveries.until(() => {
          const again = deliveries.ids.slice(3);
          return again.includes('c') && again.includes('d');
        });
        await settled('worker');
        expect(await scanAll('>')).toHaveLength(4);
      });
    });

    describe('closing', () => {
      it('waits for the answers to what was published before', async () => {
        await declare();
        const publishing = Array.from({ length: 50 }, (_, index) => transport.publish(message(`m${index}`)));
        await transport.close();
        expect(await Promise.all(publishing)).toHaveLength(50);
        expect(transport.isConnected()).toBe(false);
        await expect(transport.publish(message('late'))).rejects.toThrow(BrokerUnavailable);
      });

      it('comes to an end while the broker is away, subscriptions included', async () => {
        const deliveries = await subscribe(await declare());
        await harness.breakBroker();
        await deliveries.subscription.stop();
        await transport.close();
        expect(transport.isConnected()).toBe(false);
        // Put back for the tests that follow.
        await harness.mendBroker();
      });
    });

    withFeature('foreignDeletes')(
      'takes up a consumer again that was deleted and declared anew elsewhere',
      async () => {
        const consumer = await declare();
        const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
        await transport.publish(message('a'));
        await deliveries.reach(1);
        await harness.deleteConsumer!(stream.name, 'worker');
        await declare();
        await deliveries.reach(2);
        // A consumer made anew starts from the first message.
        expect(deliveries.log).toEqual(['a1', 'a1']);
      },
    );

    withFeature('connections')('leaves other connections alone when it is closed', async () => {
      await declare();
      const other = await harness.connectAgain!();
      await other.close();
      expect(other.isConnected()).toBe(false);
      await expect(other.publish(message('a'))).rejects.toThrow(BrokerUnavailable);
      expect(await transport.publish(message('a'))).toMatchObject({ duplicate: false });
    });

    async function reconnected(): Promise<void> {
      while (!transport.isConnected()) await new Promise((resolve) => setImmediate(resolve));
    }

    /** Resolves once the consumer has nothing new and exactly `ackPending` deliveries under way. */
    async function settled(consumer: string, ackPending = 0): Promise<void> {
      for (;;) {
        const status = await transport.consumerStatus(stream.name, consumer);
        if (status?.numPending === 0 && status.numAckPending === ackPending) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  });
}
