import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { consumer } from '../consumer/define-consumer.js';
import { on } from '../consumer/subscription.js';
import { defineEvent, personal, type EventContract } from '../contract/index.js';
import { InvalidMessage } from '../errors.js';
import { MasterKeys } from '../personal/master-keys.js';
import { MasterKeyNeeded } from '../personal/personal-data.js';
import { execute } from '../sql/sql-transaction.js';
import { RecordedSpans } from '../tracing/testing/recorded-spans.js';
import type { Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { RecordEffect, Site, type Replica, type ServiceUnderTest } from './testing/site.js';

const NAME = 'Ada Lovelace <ada@example.org>';
const newMasterKey = () => randomBytes(32).toString('base64');

interface Welcomed extends Happened {
  person: string;
  name?: string | { withheld: 'erased' | 'not-requested' };
}

describe('personal data', () => {
  let site: Site;
  let contract: EventContract<Welcomed>;
  let masterKey: string;
  let seen: Welcomed[];

  beforeEach(async () => {
    site = await Site.open();
    contract = defineEvent({
      type: `${site.domain}.welcomed`,
      version: 1,
      owner: site.service,
      key: ({ key }) => key,
      dataSubject: ({ person }) => person,
      schema: z.object({
        key: z.string(),
        n: z.int(),
        fault: z.string().optional(),
        person: z.string(),
        name: personal(z.string()).optional(),
      }),
    });
    masterKey = newMasterKey();
    seen = [];
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const welcome = (n: number, person = 'ada', name = NAME): Welcomed => ({ key: person, n, person, name });

  function start(options: ServiceUnderTest & { personal?: boolean } = {}): Promise<Replica> {
    const { personal = true, ...others } = options;
    return site.start({
      publishes: [contract],
      subscriptions: [
        consumer(site.service, { startFrom: 'beginning' }, [
          on(contract, RecordEffect, { personal, retry: { attempts: 1 } }),
        ]),
      ],
      masterKeys: new MasterKeys([masterKey]),
      handle: async (events) => {
        seen.push(...(events.map(({ data }) => data) as Welcomed[]));
      },
      ...others,
    });
  }

  const publish = ({ messaging }: Replica, ...events: Welcomed[]) =>
    messaging.transactions.run((tx) => messaging.outbox.publishAll(tx, contract, events));
  const erase = ({ messaging }: Replica, person: string) =>
    messaging.transactions.run((tx) => messaging.personalData.erase(tx, person, 'test'));
  const untilSeen = (count: number) =>
    eventually(async () => seen.length >= count, { what: `${count} events were handled` });

  /** All that the database and the domain's streams and dead letters hold, as text. */
  async function everythingStored(): Promise<string> {
    const { rows: tables } = await site.pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const rows = [];
    for (const { name } of tables) {
      const { rows: own } = await site.pool.query(`SELECT row_to_json(t)::text AS row FROM "${name}" t`);
      rows.push(...(own as { row: string }[]).map(({ row }) => row));
    }
    for (const stream of [contract.stream, 'DEAD']) {
      for await (const { headers, body } of site.broker.reader.scan(stream, '>')) {
        rows.push(JSON.stringify(headers), new TextDecoder().decode(body));
      }
    }
    return rows.join('\n');
  }

  async function waitingForLocks(): Promise<number> {
    const { rows } = await site.pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length;
  }

  it('reaches a handler that asks for it, and is readable nowhere on the way', async () => {
    const replica = await start();
    await publish(replica, welcome(0), welcome(1, 'bob', 'Bob'), { key: 'c', n: 0, person: 'c' });
    await untilSeen(3);
    expect(seen.map(({ name }) => name).sort()).toEqual([NAME, 'Bob', undefined]);
    const stored = await everythingStored();
    expect(stored).toContain('sealed:1:');
    expect(stored).not.toContain('Lovelace');
  });

  it('is withheld from a handler that does not ask for it, and cannot be published by that one', async () => {
    const replica = await start({ personal: false });
    await publish(replica, welcome(0));
    await untilSeen(1);
    expect(seen[0]!.name).toEqual({ withheld: 'not-requested' });
    await expect(publish(replica, seen[0]!)).rejects.toThrow(InvalidMessage);
  });

  it('opens nowhere once its subject was erased: stored events, republished ones, dead letters; others stay', async () => {
    const one = await start({
      handle: () => Promise.reject(new Error('not today')),
    });
    await publish(one, welcome(0), welcome(0, 'bob', 'Bob'));
    await eventually(
      async () => (await site.desk.list()).filter(({ service }) => service === site.service).length === 2,
      {
        what: 'both are dead-lettered',
      },
    );
    expect(await erase(one, 'ada')).toEqual({ keys: 1 });
    expect(await erase(one, 'ada')).toEqual({ keys: 0 });
    await one.stop();

    await start();
    const letters = (await site.desk.list()).filter(({ service }) => service === site.service);
    for (const { id } of letters) await site.desk.replay(id);
    await untilSeen(2);
    const byPerson = Object.fromEntries(seen.map(({ person, name }) => [person, name]));
    expect(byPerson).toEqual({ ada: { withheld: 'erased' }, bob: 'Bob' });
    const { rows } = await site.pool.query(
      `SELECT action, detail->>'dataSubject' AS person, detail->>'by' AS by FROM messaging_audit ORDER BY id`,
    );
    expect(rows).toEqual([
      { action: 'erase', person: 'ada', by: 'test' },
      { action: 'erase', person: 'ada', by: 'test' },
    ]);
  });

  it('of a subject that comes back has a new key; what was withheld as erased may be published again', async () => {
    const replica = await start();
    await publish(replica, welcome(0));
    await untilSeen(1);
    await erase(replica, 'ada');
    await publish(replica, welcome(1), { ...welcome(2), name: { withheld: 'erased' } });
    await untilSeen(3);
    expect(seen.slice(1).map(({ name }) => name)).toEqual([NAME, { withheld: 'erased' }]);
  });

  /** Erases while an event is being appended. */
  async function eraseDuringAppend(replica: Replica): Promise<{ keys: number }> {
    const { outbox, transactions } = replica.messaging;
    let erasing: Promise<{ keys: number }> | undefined;
    await transactions.run(async (tx) => {
      await outbox.publish(tx, contract, welcome(1));
      erasing = erase(replica, 'ada');
      await eventually(async () => (await waitingForLocks()) === 1, { what: 'the erasure waits' });
    });
    return erasing!;
  }

  it('is erased after an append under way, with the key that it uses', async () => {
    const replica = await start({ roles: [] });
    await publish(replica, welcome(0));
    expect(await eraseDuringAppend(replica)).toEqual({ keys: 1 });
  });

  it('is erased after an append under way, with the key that it makes', async () => {
    const replica = await start({ roles: [] });
    expect(await eraseDuringAppend(replica)).toEqual({ keys: 1 });
  });

  it('keeps the order of appends that nobody waits for, whichever of them need a key', async () => {
    const replica = await start({ roles: [], publishes: [contract, site.contract] });
    const { outbox, transactions } = replica.messaging;
    await transactions.run(async (tx) => {
      void outbox.publish(tx, contract, welcome(0));
      void outbox.publish(tx, site.contract, { key: 'ada', n: 1 });
      void outbox.publishAll(tx, contract, [welcome(2), welcome(3, 'bob')]);
      void outbox.publish(tx, site.contract, { key: 'ada', n: 4 });
    });
    const { rows } = await site.pool.query<{ n: number }>(
      `SELECT (payload->>'n')::int AS n FROM outbox ORDER BY id`,
    );
    expect(rows.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is not opened for another event, nor taken unsealed: such a message is dead-lettered', async () => {
    const replica = await start();
    const [id] = await publish(replica, welcome(0));
    await untilSeen(1);
    const { rows } = await site.pool.query<{
      subject: string;
      headers: Record<string, string>;
      payload: Welcomed;
    }>('SELECT subject, headers, payload FROM outbox WHERE message_id = $1', [id]);
    const { subject, headers, payload } = rows[0]!;
    const forged = { subject, headers: { ...headers, 'ce-id': 'forged' }, body: JSON.stringify(payload) };
    await site.broker.publish({ id: 'forged', ...forged });
    const open = {
      subject,
      headers: { ...headers, 'ce-id': 'open' },
      body: JSON.stringify({ ...payload, name: 'Eve' }),
    };
    await site.broker.publish({ id: 'open', ...open });
    const own = async () => (await site.desk.list()).filter(({ service }) => service === site.service);
    await eventually(async () => (await own()).length === 2, { what: 'both are dead-lettered' });
    const messages = (await own()).map(({ error }) => error.message);
    expect(messages).toEqual(
      expect.arrayContaining([
        expect.stringContaining('sealed for another event'),
        expect.stringContaining('is not sealed'),
      ]),
    );
    expect(seen).toHaveLength(1);
  });

  it('opens after the master key was replaced, and then no longer needs the old one', async () => {
    const one = await start();
    await publish(one, welcome(0));
    await untilSeen(1);
    await one.stop();
    const next = newMasterKey();
    const two = await start({ masterKeys: new MasterKeys([next, masterKey]), roles: ['relay'] });
    void two.messaging.start();
    const underOld = async () =>
      (
        await site.pool.query<object>('SELECT 1 FROM personal_key WHERE master_key <> $1', [
          new MasterKeys([next]).current,
        ])
      ).rows;
    await eventually(async () => (await underOld()).length === 0, {
      what: 'no key is under the old master key',
    });
    await two.stop();
    const three = await start({ masterKeys: new MasterKeys([next]) });
    await publish(three, welcome(1));
    await untilSeen(2);
    expect(seen[1]!.name).toBe(NAME);
  });

  it('is not published without a master key, and nothing of it is written; other events are', async () => {
    const replica = await start({
      masterKeys: undefined,
      roles: [],
      publishes: [contract, site.contract],
    });
    await expect(publish(replica, welcome(0))).rejects.toThrow(MasterKeyNeeded);
    expect(await everythingStored()).not.toContain('Lovelace');
    await site.append(replica, [{ key: 'ada', n: 1 }]);
    expect(replica.logged.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('until then it is not published'),
    );
  });

  it('is in no error that is recorded, whatever the handler said: inbox, dead letter, log and spans', async () => {
    const recorded = RecordedSpans.start();
    const lines: string[] = [];
    const write = (fields: object, message: string) =>
      void lines.push(inspect([message, fields], { depth: 9 }));
    const replica = await start({
      handle: ([event]) => {
        const { name } = (event as unknown as { data: Welcomed }).data;
        throw new TypeError(`no label for ${JSON.stringify(name)}`, {
          cause: new Error(JSON.stringify(name)),
        });
      },
      log: { debug: write, info: write, warn: write, error: write },
    });
    await publish(replica, welcome(0));
    const own = async () => (await site.desk.list()).filter(({ service }) => service === site.service);
    await eventually(async () => (await own()).length === 1, { what: 'it is dead-lettered' });
    expect((await own())[0]!.error).toMatchObject({
      name: 'TypeError',
      message: 'text withheld: the handler reads personal data',
    });
    const spans = recorded.all().map(({ attributes, events, status }) => ({ attributes, events, status }));
    expect(JSON.stringify(spans)).toContain('TypeError');
    expect(lines.join()).toContain('TypeError');
    for (const place of [await everythingStored(), JSON.stringify(spans), lines.join()]) {
      expect(place).not.toContain('Lovelace');
    }
    await recorded.stop();
  });

  it('is erased with what the service itself stores and publishes, or not at all', async () => {
    let isRefused = true;
    const told = site.contract;
    const replica = await start({
      roles: [],
      publishes: [contract, told],
      erase: async (tx, person) => {
        await execute(tx, `DELETE FROM effect WHERE key = $1`, [person]);
        await replica.messaging.outbox.publish(tx, told, { key: person, n: 0 });
        if (isRefused) throw new Error('not now');
        return false;
      },
    });
    await publish(replica, welcome(0));
    await site.pool.query(`INSERT INTO effect (key) VALUES ('ada')`);
    const request = () => replica.messaging.inspection.reply('personal.erase', { dataSubject: 'ada' });
    await expect(request()).rejects.toThrow('not now');
    const left = async () => {
      const { rows } = await site.pool.query(
        `SELECT (SELECT count(*) FROM personal_key WHERE wrapped_key IS NOT NULL)::int AS keys,
           (SELECT count(*) FROM effect)::int AS effects, (SELECT count(*) FROM messaging_audit)::int AS audited`,
      );
      return rows[0] as unknown;
    };
    expect(await left()).toEqual({ keys: 1, effects: 1, audited: 0 });
    isRefused = false;
    expect(await request()).toEqual({
      keys: 1,
      known: true,
      events: [{ id: expect.any(String), type: told.type }],
    });
    expect(await left()).toEqual({ keys: 0, effects: 0, audited: 1 });
    const again = { keys: 0, known: true };
    expect(await request()).toMatchObject(again);
    const unknown = { dataSubject: 'nobody' };
    expect(await replica.messaging.inspection.reply('personal.erase', unknown)).toMatchObject({
      known: false,
    });
  });

  describe('in another service', () => {
    function startReader(options: ServiceUnderTest = {}): Promise<Replica> {
      const reader = `${site.service}-reader`;
      return start({
        service: reader,
        publishes: [],
        masterKeys: undefined,
        subscriptions: [
          consumer(reader, { startFrom: 'beginning' }, [on(contract, RecordEffect, { personal: true })]),
        ],
        ...options,
      });
    }

    it('is read with the owner’s key, asked for once', async () => {
      const owner = await start({ roles: ['relay'], subscriptions: [] });
      let asked = 0;
      await startReader({
        askForKeys: async (_, keyIds) => {
          asked += 1;
          return owner.messaging.inspection.reply('personal.keys', { keyIds });
        },
      });
      for (const n of [0, 1, 2]) {
        await publish(owner, welcome(n));
        await untilSeen(n + 1);
      }
      expect(seen.map(({ name }) => name)).toEqual([NAME, NAME, NAME]);
      expect(asked).toBe(1);
    });

    it('waits while the owner does not reply, and costs no attempt', async () => {
      const owner = await start({ roles: ['relay'], subscriptions: [] });
      let isUp = false;
      const reader = await startReader({
        askForKeys: async (_, keyIds) => {
          if (!isUp) throw new Error('no reply');
          return owner.messaging.inspection.reply('personal.keys', { keyIds });
        },
      });
      await publish(owner, welcome(0));
      await eventually(async () => reader.messaging.notPulling.length === 1, { what: 'the reader waits' });
      expect(reader.messaging.notPulling[0]!.detail).toContain(site.service);
      isUp = true;
      await untilSeen(1);
      expect(seen[0]!.name).toBe(NAME);
      expect((await site.desk.list()).filter(({ service }) => service.startsWith(site.service))).toEqual([]);
    });
  });
});
