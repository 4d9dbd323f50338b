import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { stopOwnServers, testNats, type TestNatsServer } from '@waybill/testing';
import { BrokerUnavailable } from '../errors.js';
import { silentLog } from '../log.js';
import { describeTransport } from '../testing/transport.contract.js';
import type { TransportHarness } from '../testing/transport-contract/transport-fixture.js';
import { STREAM_DEFAULTS } from '../topology/topology.js';
import { Namespace } from '../transport/namespace.js';
import type { StreamLimits, Topology } from '../transport/transport.js';
import { connectJetStream, JetStreamTransport } from './index.js';
import { ScriptedBroker } from './scripted-broker.fixture.js';

let server: TestNatsServer;

beforeAll(async () => {
  server = await testNats({ isolated: true });
});

afterAll(async () => {
  await server.stop();
  await stopOwnServers();
});

/** Somebody else, with the client as it comes. */
async function connectAdmin(): Promise<{ admin: NatsConnection; jsm: JetStreamManager }> {
  const admin = await connect({ servers: server.url });
  return { admin, jsm: await jetstreamManager(admin) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5);
}

const FEATURES = { connections: true, foreignDeletes: true };
describeTransport('JetStream', FEATURES, () => openTransport());
describeTransport('a namespace of JetStream', FEATURES, () => openTransport('staging'));

async function openTransport(namespace?: string): Promise<TransportHarness> {
  const connectAgain = () => connectJetStream({ servers: [server.url], name: 'contract', namespace });
  const transport = await connectAgain();
  const opened = [transport];
  let broken = false;
  return {
    transport,
    connectAgain: async () => {
      const another = await connectAgain();
      opened.push(another);
      return another;
    },
    deleteConsumer: async (stream, name) => {
      const { admin, jsm } = await connectAdmin();
      await jsm.consumers.delete(new Namespace(namespace).stream(stream), name);
      await admin.close();
    },
    breakBroker: async () => {
      broken = true;
      await server.kill();
      await until(() => !transport.isConnected());
    },
    mendBroker: async () => {
      await server.start();
      broken = false;
    },
    close: async () => {
      // Where a test fails in between, the next one needs it all the same.
      if (broken) await server.start();
      await Promise.all(opened.map((each) => each.close()));
    },
  };
}

describe('JetStream, reconciling what somebody else made', () => {
  let admin: NatsConnection;
  let jsm: JetStreamManager;

  beforeAll(async () => {
    ({ admin, jsm } = await connectAdmin());
  });
  afterAll(() => admin.close());

  const topology = (domain: string, limits: StreamLimits = {}): Topology => ({
    streams: [
      {
        name: domain.toUpperCase(),
        subjects: [`${domain}.>`],
        limits,
        defaults: { maxAgeMs: 60_000, duplicateWindowMs: 30_000, replicas: 1 },
      },
    ],
    consumers: [
      {
        stream: domain.toUpperCase(),
        name: 'worker',
        filters: [`${domain}.>`],
        maxAckPending: 7,
        ackWaitMs: 9_000,
        startAt: 'beginning',
        metadata: {},
      },
    ],
  });

  async function reconcile(wanted: Topology): Promise<void> {
    const transport = await connectJetStream({ servers: [server.url], name: 'reconcile' });
    try {
      await transport.reconcile(wanted);
    } finally {
      await transport.close();
    }
  }

  it('declares streams and consumers as the guarantees need them', async () => {
    await reconcile(topology('fresh'));
    const { config: stream } = await jsm.streams.info('FRESH');
    expect(stream).toMatchObject({
      subjects: ['fresh.>'],
      retention: 'limits',
      storage: 'file',
      discard: 'old',
      num_replicas: 1,
      max_age: 60e9,
      duplicate_window: 30e9,
      allow_direct: true,
    });
    const { config: consumer } = await jsm.consumers.info('FRESH', 'worker');
    expect(consumer).toMatchObject({
      durable_name: 'worker',
      filter_subjects: ['fresh.>'],
      ack_policy: 'explicit',
      deliver_policy: 'all',
      replay_policy: 'instant',
      max_ack_pending: 7,
      ack_wait: 9e9,
      max_deliver: -1,
    });
    expect(consumer.deliver_subject).toBeUndefined();
    expect(consumer.inactive_threshold ?? 0).toBe(0);
  });

  it('declares that a stream with a limit refuses when it is full, and drops nothing', async () => {
    await reconcile(topology('limited', { maxBytes: 1_000_000 }));
    const { config } = await jsm.streams.info('LIMITED');
    expect(config).toMatchObject({ max_bytes: 1_000_000, discard: 'new' });
  });

  it('changes what is declared and leaves alone what is not', async () => {
    await reconcile(topology('changed'));
    await jsm.streams.update('CHANGED', { max_bytes: 1_000_000, discard: 'new', max_age: 365 * 86_400e9 });
    await jsm.consumers.update('CHANGED', 'worker', { max_deliver: 3, description: 'by hand' });
    await reconcile(topology('changed'));
    const limits = { max_age: 365 * 86_400e9, discard: 'new', max_bytes: 1_000_000 };
    expect((await jsm.streams.info('CHANGED')).config).toMatchObject(limits);
    await reconcile(topology('changed', { maxAgeMs: 120_000 }));
    expect((await jsm.streams.info('CHANGED')).config).toMatchObject({ ...limits, max_age: 120e9 });
    expect((await jsm.consumers.info('CHANGED', 'worker')).config).toMatchObject({
      max_deliver: -1,
      description: 'by hand',
    });
  });

  it('removes a back-off that would replace the ack wait', async () => {
    await reconcile(topology('hurried'));
    await jsm.consumers.update('HURRIED', 'worker', { max_deliver: 5, backoff: [1e9, 2e9] });
    await reconcile(topology('hurried'));
    const { config } = await jsm.consumers.info('HURRIED', 'worker');
    expect(config).toMatchObject({ ack_wait: 9e9, max_deliver: -1 });
    expect(config.backoff).toBeUndefined();
  });

  it('refuses what the server cannot change, with both values, the reason and the way out', async () => {
    await jsm.streams.add({ name: 'STUCK', subjects: ['stuck.>'], storage: 'memory' });
    await jsm.consumers.add('STUCK', {
      durable_name: 'worker',
      ack_policy: 'none',
      filter_subject: 'stuck.>',
    });
    const refused = reconcile(topology('stuck'));
    await expect(refused).rejects.toMatchObject({ code: 'TOPOLOGY_REFUSED' });
    await expect(refused).rejects.toThrow(
      /stream STUCK.*storage is "memory" and declared as "file".*restore/,
    );
    await expect(refused).rejects.toThrow(
      /consumer worker of stream STUCK.*ack_policy is "none" and declared as "explicit".*delete it, and a running service recreates it/,
    );
  });

  it.each([
    ['max_msgs', { max_msgs: 1 }],
    ['max_bytes', { max_bytes: 10_000 }],
    ['max_msgs_per_subject', { max_msgs_per_subject: 5 }],
  ])('refuses a stream whose %s would drop unhandled messages', async (limit, setting) => {
    const domain = limit.replaceAll('_', '');
    const wanted = topology(domain);
    await reconcile(wanted);
    await jsm.streams.update(domain.toUpperCase(), setting);
    await expect(reconcile(wanted)).rejects.toThrow(new RegExp(`${limit} is \\d+ and the oldest`));
    const transport = await connectJetStream({ servers: [server.url], name: 'examine' });
    expect(await transport.examine(wanted)).toMatchObject([
      { item: `stream ${domain.toUpperCase()}`, kind: 'loses-messages' },
    ]);
    await transport.close();
  });

  it('refuses the stream of another owner, and keeps it as it is', async () => {
    const owned = (database: string): Topology => {
      const { streams, consumers } = topology('owned');
      const metadata = { 'waybill-service': 'shop', 'waybill-database': database };
      return { streams: streams.map((stream) => ({ ...stream, metadata })), consumers };
    };
    await reconcile(owned('one'));
    await reconcile(owned('one'));
    await expect(reconcile(owned('another'))).rejects.toThrow(/stream OWNED: belongs to.*NATS_NAMESPACE/);
    expect((await jsm.streams.info('OWNED')).config.metadata).toMatchObject({ 'waybill-database': 'one' });
    // Whoever only listens does not care.
    await reconcile(topology('owned'));
  });

  it('watches what the guarantees rest on, and not what versions side by side may tune', async () => {
    const wanted = topology('watched', { maxAgeMs: 120_000 });
    await reconcile(wanted);
    const transport = await connectJetStream({ servers: [server.url], name: 'examine' });
    await jsm.consumers.update('WATCHED', 'worker', { max_ack_pending: 3, ack_wait: 5e9 });
    await jsm.streams.update('WATCHED', { max_age: 60e9 });
    expect(await transport.examine(wanted)).toEqual([]);
    await jsm.consumers.update('WATCHED', 'worker', { max_deliver: 3 });
    expect(await transport.examine(wanted)).toMatchObject([
      { kind: 'changed', detail: expect.stringContaining('max_deliver is 3') },
    ]);
    await jsm.streams.delete('WATCHED');
    expect((await transport.examine(wanted)).map(({ item, kind }) => [item, kind])).toEqual([
      ['stream WATCHED', 'missing'],
      ['consumer worker of stream WATCHED', 'missing'],
    ]);
    await transport.close();
  });

  it('adds to the filters of a consumer, never removes one, and hides nothing of what is in flight', async () => {
    const wanted = topology('widened');
    const [consumer] = wanted.consumers;
    const filtered = (...filters: string[]): Topology => ({
      streams: wanted.streams,
      consumers: [{ ...consumer!, maxAckPending: 1, filters }],
    });
    await reconcile(filtered('widened.a'));
    const transport = await connectJetStream({ servers: [server.url], name: 'widened' });
    for (const subject of ['a', 'b', 'a', 'b']) {
      await transport.publish({
        id: `${subject}${Math.random()}`,
        subject: `widened.${subject}`,
        headers: {},
        body: '',
      });
    }
    const seen: string[] = [];
    let failures = 1;
    const done = new Promise<void>((resolve) => {
      void transport.subscribe({ stream: 'WIDENED', name: 'worker', maxAckPending: 1 }, (delivery) => {
        if (failures-- > 0) {
          void reconcile(filtered('widened.b')).then(() => delivery.nak(50));
          return;
        }
        seen.push(delivery.subject);
        delivery.ack();
        if (seen.length === 4) resolve();
      });
    });
    await done;
    expect(seen).toEqual(['widened.a', 'widened.b', 'widened.a', 'widened.b']);
    expect(await transport.reader.consumerStatus('WIDENED', 'worker')).toMatchObject({
      filters: ['widened.a', 'widened.b'],
    });
    await transport.close();
  });

  it('refuses more replicas than there are servers', async () => {
    await expect(reconcile(topology('wide', { replicas: 3 }))).rejects.toThrow(
      /stream WIDE.*fewer replicas/s,
    );
  });
});

describe('JetStream, connecting', () => {
  it('waits for a broker that starts later', async () => {
    await using late = await testNats({ isolated: true });
    await late.kill();
    const warnings: string[] = [];
    const connecting = connectJetStream({
      servers: [late.url],
      name: 'early',
      log: { ...silentLog, warn: (_fields, message) => warnings.push(message) },
    });
    await until(() => warnings.length > 0);
    await late.start();
    const transport = await connecting;
    expect(transport.isConnected()).toBe(true);
    await transport.close();
  });

  it('refuses to publish at once until it is connected, and lets everything else wait', async () => {
    await using later = await testNats({ isolated: true });
    await later.kill();
    const transport = new JetStreamTransport({ servers: [later.url], name: 'late' });
    const message = { id: 'a', subject: 'late.x', headers: {}, body: '{}' };
    let reconnects = 0;
    transport.onReconnect(() => (reconnects += 1));
    expect([transport.isConnected(), transport.maxPayload()]).toEqual([false, undefined]);
    await expect(transport.publish(message)).rejects.toThrow(BrokerUnavailable);
    const stream = { name: 'LATE', subjects: ['late.>'], limits: {}, defaults: STREAM_DEFAULTS };
    const reconciled = transport.reconcile({ streams: [stream], consumers: [] });
    const names = transport.reader.streamNames();
    await later.start();
    await reconciled;
    expect(await names).toEqual(expect.any(Array));
    expect(transport.isConnected()).toBe(true);
    expect(await transport.publish(message)).toMatchObject({ stream: 'LATE', position: '1' });
    await later.kill();
    await until(() => !transport.isConnected());
    await later.start();
    await until(() => reconnects === 1);
    await transport.close();
  }, 30_000);

  it('gives up when it is closed, without waiting, and closes a connection that comes up all the same', async () => {
    const broker = await ScriptedBroker.start(() => '');
    const transport = new JetStreamTransport({ servers: [`nats://${broker.address}`], name: 'given up' });
    await transport.close();
    await expect(transport.reader.streamNames()).rejects.toMatchObject({ name: 'AbortError' });
    await until(() => broker.connections === 0);
    expect(transport.isConnected()).toBe(false);
    await broker.stop();
  });

  it('connects again though the clock was set back meanwhile', async () => {
    await using restarted = await testNats({ isolated: true });
    const transport = await connectJetStream({ servers: [restarted.url], name: 'set back' });
    const { now } = Date;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
    try {
      await restarted.kill();
      await until(() => !transport.isConnected());
      await restarted.start();
      await until(() => transport.isConnected());
    } finally {
      clock.mockRestore();
      await transport.close();
    }
  }, 20_000);

  it('stops waiting when it is aborted', async () => {
    const stop = new AbortController();
    const connecting = connectJetStream({
      servers: ['nats://127.0.0.1:1'],
      name: 'hopeless',
      signal: stop.signal,
      log: { ...silentLog, warn: () => stop.abort() },
    });
    await expect(connecting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('stops at once over a credentials file that is not there', async () => {
    const connecting = connectJetStream({
      servers: ['nats://127.0.0.1:1'],
      name: 'locked-out',
      credentials: '/nowhere/shop.creds',
    });
    await expect(connecting).rejects.toThrow(/\/nowhere\/shop\.creds does not exist/);
  });

  it('logs in with what stands in the address', async () => {
    const broker = await ScriptedBroker.start(() => '');
    const transport = await connectJetStream({
      servers: [`nats://shop:p%40ss@${broker.address}`],
      name: 'shop',
    });
    expect(broker.login).toMatchObject({ user: 'shop', pass: 'p@ss' });
    await transport.close();
    await broker.stop();
  });

  it('does not wait for the ack of a publish that the account may not make', async () => {
    const broker = await ScriptedBroker.start(
      (subject) => `-ERR 'Permissions Violation for Publish to "${subject}"'\r\n`,
    );
    const transport = await connectJetStream({ servers: [`nats://${broker.address}`], name: 'shop' });
    const refused = transport.publish({ id: 'a', subject: 'secret.x', headers: {}, body: '' });
    await expect(refused).rejects.toThrow(/"secret\.x": the broker does not permit it/);
    await transport.close();
    await broker.stop();
  });

  it('rejects with BrokerUnavailable what was in flight when the connection was lost', async () => {
    const broker = await ScriptedBroker.start(() => '');
    const transport = await connectJetStream({ servers: [`nats://${broker.address}`], name: 'cut' });
    const publishing = transport.publish({ id: 'a', subject: 'cut.x', headers: {}, body: '' });
    const refused = expect(publishing).rejects.toThrow(/lost before the broker acknowledged/);
    await broker.stop();
    await refused;
    await transport.close();
  });

  it('goes on receiving from the broker if it may not receive the acks of what it publishes', async () => {
    const broker = await ScriptedBroker.start((subject) =>
      subject === 'deaf.x'
        ? `-ERR 'Permissions Violation for Subscription to "${broker.subscribed[0]}"'\r\n`
        : `-ERR 'Permissions Violation for Publish to "${subject}"'\r\n`,
    );
    const transport = await connectJetStream({ servers: [`nats://${broker.address}`], name: 'deaf' });
    const deaf = transport.publish({ id: 'a', subject: 'deaf.x', headers: {}, body: '' });
    await expect(deaf).rejects.toThrow(/"deaf\.x": its acknowledgement may not be received/);
    const denied = transport.publish({ id: 'b', subject: 'deaf.y', headers: {}, body: '' });
    await expect(denied).rejects.toThrow(/does not permit/);
    await transport.close();
    await broker.stop();
  });

  // By itself the client takes the 20 to 30 s of two pings without a pong.
  it('stops and closes within seconds where the broker says nothing more', async () => {
    const broker = await ScriptedBroker.start(() => '');
    const transport = await connectJetStream({ servers: [`nats://${broker.address}`], name: 'unheard' });
    const consumer = { stream: 'S', name: 'worker', maxAckPending: 1 };
    const subscription = await transport.subscribe(consumer, () => {});
    broker.silent = true;
    await subscription.stop();
    await transport.close();
    expect(transport.isConnected()).toBe(false);
    await broker.stop();
  }, 15_000);

  it('closes where the broker is lost while it does', async () => {
    const broker = await ScriptedBroker.start(() => '');
    const transport = await connectJetStream({ servers: [`nats://${broker.address}`], name: 'lost' });
    broker.silent = true;
    const closing = transport.close();
    await broker.stop();
    await closing;
    expect(transport.isConnected()).toBe(false);
  });
});
