import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { testNatsCluster, type TestNatsCluster } from '@waybill/testing';
import { BrokerUnavailable } from '../errors.js';
import { eventsOf, inversions } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { SeverableLink } from './testing/severable-link.js';
import { Site, type Replica } from './testing/site.js';

const KEYS = Array.from({ length: 12 }, (_, index) => `key-${index}`);
/** Longer than any election (5 to 6 s seen, 9 s at most) and what follows it, on a machine that is busy: no measure of speed. */
const RECOVERS_MS = 150_000;
jest.setTimeout(4 * RECOVERS_MS);

describe('a cluster of three brokers: nothing acknowledged is lost, doubled or reordered', () => {
  const routes: { members: readonly string[]; link: SeverableLink }[] = [];
  let cluster: TestNatsCluster;
  let nats: NatsConnection;
  let jsm: JetStreamManager;
  let site: Site;
  let replica: Replica;

  beforeAll(async () => {
    cluster = await testNatsCluster(async (members, url) => {
      const link = await SeverableLink.to(url);
      routes.push({ members, link });
      return link.port;
    });
    nats = await connect({ servers: cluster.url.split(','), maxReconnectAttempts: -1 });
    jsm = await jetstreamManager(nats);
  });
  beforeEach(async () => {
    site = await Site.open({ natsUrl: cluster.url });
    // The test before may have ended in an election of the cluster's own, which a service waits for.
    replica = await site.begin({ ackWaitMs: 2_000, streams: { replicas: 3 } });
    await eventually(() => replica.messaging.isReady, {
      timeoutMs: RECOVERS_MS,
      what: 'streams and consumers are set up',
    });
  });
  afterEach(() => site?.[Symbol.asyncDispose]());
  afterAll(async () => {
    await nats?.close();
    await cluster?.stop();
    await Promise.all(routes.map(({ link }) => link.cut()));
  });

  /** Appends one round after the other until it is told to stop, which tells how many events were appended. */
  function underLoad(): { stop: () => Promise<number> } & AsyncDisposable {
    let stopped = false;
    const appending = (async () => {
      let round = 0;
      for (; !stopped; round++) {
        await site.append(replica, eventsOf(KEYS, KEYS.length, round));
        // As many as are handled, so that faults meet messages in every stage and the end is near.
        await eventually(async () => stopped || (await site.outbox()).pending < 200, {
          timeoutMs: RECOVERS_MS,
        });
      }
      return round * KEYS.length;
    })();
    const stop = () => {
      stopped = true;
      return appending;
    };
    return { stop, [Symbol.asyncDispose]: () => stop().then(() => undefined) };
  }

  async function progress(more = 100): Promise<void> {
    const count = await site.effectCount();
    await site.untilEffects(count + more, RECOVERS_MS);
  }

  async function expectWhole(count: number): Promise<void> {
    const effects = await site.untilEffects(count, RECOVERS_MS);
    expect(effects).toHaveLength(count);
    expect(inversions(effects)).toEqual([]);
    await site.untilPublished(RECOVERS_MS);
    // No attempt was used up: what cannot be stored for a moment is not refused.
    expect(replica.logged.filter(({ level }) => level === 'error')).toEqual([]);
    expect(await site.outbox()).toMatchObject({ pending: 0, parked: 0 });
    expect(await site.desk.list({ consumer: site.service })).toEqual([]);
    // A consumer of a test's own may lose its leader, like any other.
    const stored = await eventually(() => site.stored(), { timeoutMs: RECOVERS_MS });
    expect(inversions(stored.map(({ data }) => data))).toEqual([]);
  }

  async function leader(): Promise<string> {
    let name: string | undefined;
    await eventually(
      async () => {
        name = (await jsm.streams.info(site.contract.stream).catch(() => undefined))?.cluster?.leader;
        return name;
      },
      { timeoutMs: RECOVERS_MS, what: 'the stream has a leader' },
    );
    return name!;
  }

  /** Every replica of the stream has everything. */
  async function inSync(): Promise<void> {
    await eventually(
      async () => {
        const info = await jsm.streams.info(site.contract.stream).catch(() => undefined);
        return info?.cluster?.replicas?.every(({ current, offline }) => current && !offline);
      },
      { timeoutMs: RECOVERS_MS, what: 'every replica of the stream is current' },
    );
  }

  it('has three replicas of each stream, DEAD too', async () => {
    for (const stream of [site.contract.stream, 'DEAD'])
      expect((await jsm.streams.info(stream)).config.num_replicas).toBe(3);
  });

  it('leaders stepped down under load, of the stream and of a consumer, and then the leader killed', async () => {
    const { stream } = site.contract;
    const { name } = site.durables.at(-1)!;
    await using load = underLoad();
    for (let times = 0; times < 2; times++) {
      await progress();
      await nats.request(`$JS.API.STREAM.LEADER.STEPDOWN.${stream}`, '', { timeout: 5_000 });
      await nats.request(`$JS.API.CONSUMER.LEADER.STEPDOWN.${stream}.${name}`, '', { timeout: 5_000 });
    }
    await progress();
    const killed = cluster.member(await leader());
    await killed.kill();
    await progress();
    await killed.start();
    await expectWhole(await load.stop());
  });

  it('a server partitioned away with a service connected to it: the service leaves it, and it comes back', async () => {
    await using load = underLoad();
    await progress();
    const connectedTo = await serverOf(site.service);
    const around = routes.filter(({ members }) => members.includes(connectedTo));
    await Promise.all(around.map(({ link }) => link.cut()));
    try {
      await eventually(async () => (await serverOf(site.service)) !== connectedTo, {
        timeoutMs: RECOVERS_MS,
        what: 'the service has left the server that is cut off',
      });
      await progress();
    } finally {
      await Promise.all(around.map(({ link }) => link.restore()));
    }
    await inSync();
    await expectWhole(await load.stop());
  });

  it('the disk of the leader wiped under load, and the next leader killed when it is back', async () => {
    await using load = underLoad();
    await progress();
    const wiped = cluster.member(await leader());
    await wiped.kill();
    await wiped.loseData();
    await wiped.start();
    await progress();
    await inSync();
    const killed = cluster.member(await leader());
    await killed.kill();
    await progress();
    await killed.start();
    await inSync();
    await expectWhole(await load.stop());
  });

  it('the majority gone: everything waits, nothing is refused, and a service that starts finds an outage', async () => {
    await using load = underLoad();
    await progress();
    const members = ['n1', 'n2'].map((name) => cluster.member(name));
    await Promise.all(members.map((member) => member.kill()));
    const transport = await site.connect();
    await expect(transport.reader.durables(site.contract.stream)).rejects.toBeInstanceOf(BrokerUnavailable);
    await transport.close();
    await expect(site.start({ roles: ['relay'], streams: { replicas: 3 } })).rejects.toBeInstanceOf(
      BrokerUnavailable,
    );
    await Promise.all(members.map((member) => member.start()));
    await progress();
    await expectWhole(await load.stop());
  });

  /** Where the connection of this name is, by the servers' own account. */
  async function serverOf(name: string): Promise<string> {
    for (const [member, { monitoringUrl }] of cluster.members) {
      const { connections } = (await (await fetch(`${monitoringUrl}/connz?limit=1000`)).json()) as {
        connections: { name: string }[];
      };
      if (connections.some((each) => each.name === name)) return member;
    }
    return 'none';
  }
});
