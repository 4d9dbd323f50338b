import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  DeadLetterGroupsResponse,
  DeadLetterJob,
  DeadLetterJobDetail,
  DeadLetterJobsResponse,
  DeadLettersResponse,
  DeadLetterView,
} from '@waybill/console-api';
import type { StreamTransport } from '@waybill/messaging/operations';
import { PgDatabase } from '@waybill/service/postgres';
import type { TestService } from '@waybill/service/testing';
import { createTestDatabase, testNats, type TestDatabase, type TestNatsServer } from '@waybill/testing';
import { Broker } from '../platform/broker.js';
import { eventually } from '../testing/eventually.js';
import { startTestConsole } from '../testing/test-console.js';
import { declareDeadStream, storeLetter, type TestLetter } from '../testing/test-letters.js';

/** Two consoles on one database: what one process does, another one may have to finish. */
describe('dead letters', () => {
  let nats: TestNatsServer;
  let database: TestDatabase;
  let consoles: TestService[];
  let transport: StreamTransport;
  let run = 0;
  let consumer: string;

  const start = () => startTestConsole({ NATS_URL: nats.url, DATABASE_URL: database.url });

  beforeAll(async () => {
    [nats, database] = await Promise.all([testNats({ isolated: true }), createTestDatabase('console')]);
    consoles = [await start(), await start()];
    transport = consoles[0]!.app.get(Broker, { strict: false }).transport;
    await eventually(async () => transport.isConnected(), Boolean);
  });
  beforeEach(async () => {
    consumer = `sales-${++run}`;
    await declareDeadStream(transport, [consumer]);
  });
  afterAll(async () => {
    await Promise.all(consoles.map((each) => each.close()));
    await database?.drop();
    await nats?.stop();
  });

  const store = (letter: TestLetter = {}) => storeLetter(transport, { consumer, ...letter });
  const ask = async <T>(path: string, body?: object, at = consoles[0]!) => {
    const request = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${at.url}/api/dead-letters${path}`, request);
    return { status: response.status, body: (await response.json()) as T };
  };
  const groups = async (state = 'open') =>
    (await ask<DeadLetterGroupsResponse>(`/groups?state=${state}&consumer=${consumer}`)).body.groups;
  const job = async (id: string) => (await ask<DeadLetterJobDetail>(`/jobs/${id}`)).body;
  /** A thousand letters take as long as the machine needs. */
  const ended = async (id: string) => {
    const isEnded = ({ jobs }: DeadLetterJobsResponse) =>
      jobs.find((each) => each.id === id)?.state !== 'running';
    await eventually(async () => (await ask<DeadLetterJobsResponse>('/jobs')).body, isEnded, 100_000);
    return job(id);
  };
  const resolutions = () => transport.reader.countBySubject('DEAD', `dead.settled.${consumer}.>`);

  it('are grouped by consumer, event and pattern of the error, with counts over time', async () => {
    for (const message of ['no row 7', 'no row 8', 'timeout']) await store({ message });
    const [rows, timeout] = await groups();
    expect(rows).toMatchObject({
      consumer,
      type: 'order.placed',
      error: 'Error: no row #',
      total: 2,
      open: 2,
    });
    expect(rows!.perHour).toHaveLength(24);
    expect(rows!.perHour.at(-1)).toBe(2);
    expect(timeout).toMatchObject({ error: 'Error: timeout', open: 1, failedAgain: 0 });
    const { items } = (await ask<DeadLettersResponse>(`?group=${rows!.id}`)).body;
    expect(items.map(({ id, group, error }) => [id, group, error.message])).toEqual([
      [rows!.newest, rows!.id, 'no row 8'],
      [expect.any(String), rows!.id, 'no row 7'],
    ]);
    const next = await ask<DeadLettersResponse>(`?group=${rows!.id}&limit=1&before=${rows!.newest}`);
    expect(next.body.items.map(({ id }) => id)).toEqual([items[1]!.id]);
  });

  it('are found whatever somebody else wrote into one of them', async () => {
    await transport.publish({
      id: 'foreign',
      subject: `dead.letter.${consumer}.order.placed`,
      headers: { 'ce-id': `%00${'x'.repeat(4_000)}`, 'waybill-dead-error': 'oops%00' },
      body: 'not JSON',
    });
    await store();
    expect((await groups()).map(({ open }) => open)).toEqual([1, 1]);
  });

  it('alert once when a group appears, and when it comes back by a replay', async () => {
    const first = await store();
    await store();
    await groups();
    // Both consoles of this process count together.
    const seen = async () =>
      (await (await fetch(`${consoles[0]!.url}/metrics`)).text())
        .split('\n')
        .filter(
          (line) => line.startsWith('waybill_console_dead_letter_groups') && line.includes(`"${consumer}"`),
        )
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    expect(await seen()).toBe(1);
    const [group] = await groups();
    await ended((await ask<DeadLetterJob>(`/groups/${group!.id}/replay`, {})).body.id);
    expect(await groups()).toEqual([]);
    await store({ replayOf: first });
    expect(await groups()).toMatchObject([{ id: group!.id, open: 1, failedAgain: 1, total: 3 }]);
    expect(await seen()).toBe(2);
  });

  it('are replayed as a job, which says what became of each', async () => {
    const ids = [await store(), await store()];
    const [group] = await groups();
    const started = await ask<DeadLetterJob>(`/groups/${group!.id}/replay`, { by: 'Ada', rate: 100 });
    expect(started).toMatchObject({
      status: 201,
      body: { state: 'running', total: 2, by: 'Ada', rate: 100 },
    });
    const done = await ended(started.body.id);
    expect(done).toMatchObject({ state: 'finished', replayed: 2, failed: 0, failedAgain: 0 });
    expect(done.items.map(({ letterId }) => letterId).sort()).toEqual(ids.sort());
    const letter = await ask<DeadLetterView>(`/${ids[0]}`);
    expect(letter.body.resolved).toMatchObject({ by: 'Ada', job: done.id });
    const again = await store({ replayOf: ids[1] });
    const { failedAgain, items } = await job(done.id);
    expect({ failedAgain, first: items[0] }).toMatchObject({
      failedAgain: 1,
      first: { letterId: ids[1], outcome: 'replayed', failedAgainAs: again },
    });
  });

  it('keep to the rate of their job, and stay open once it is cancelled', async () => {
    for (let n = 0; n < 5; n++) await store();
    const [group] = await groups();
    const { id } = (await ask<DeadLetterJob>(`/groups/${group!.id}/discard`, { reason: 'old', rate: 1 }))
      .body;
    await eventually(
      () => job(id),
      ({ discarded }) => discarded > 0,
    );
    const cancelled = await ask<DeadLetterJob>(`/jobs/${id}/cancel`, { by: 'Bob' });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', cancelledBy: 'Bob' });
    const [left] = await groups();
    expect(left!.open).toBe(5 - cancelled.body.discarded);
    expect(left!.open).toBeGreaterThan(0);
    expect(await ask(`/jobs/${id}/cancel`, {})).toMatchObject({ status: 409 });
    expect(await ask(`/groups/${'0'.repeat(12)}/replay`, {})).toMatchObject({ status: 404 });
  });

  it('have one outcome each: 1,000 letters, two operators at once, a process killed in the middle', async () => {
    await Promise.all(Array.from({ length: 1_000 }, () => store()));
    const [group] = await groups();
    expect(group).toMatchObject({ open: 1_000 });
    const jobs = await Promise.all([
      ask<DeadLetterJob>(`/groups/${group!.id}/replay`, { by: 'Ada', rate: 500 }),
      ask<DeadLetterJob>(
        `/groups/${group!.id}/discard`,
        { by: 'Bob', reason: 'old', rate: 500 },
        consoles[1],
      ),
    ]);
    const ids = jobs.map(({ body }) => body.id);
    // As a kill does: sessions end in the middle of a turn, while its resolutions are stored already.
    const { direct } = consoles[0]!.app.get(PgDatabase, { strict: false });
    for (const least of [100, 300, 500, 700]) {
      await eventually(
        async () => Object.keys(await resolutions()).length,
        (count) => count > least,
        60_000,
      );
      const killing = () =>
        direct.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()`,
        );
      await eventually(killing, ({ rowCount }) => rowCount! > 0);
    }
    const [ada, bob] = await Promise.all(ids.map(ended));
    const counts = await resolutions();
    expect(Object.keys(counts)).toHaveLength(1_000);
    expect(Object.values(counts).every((count) => count === 1)).toBe(true);
    expect(ada!.replayed + bob!.discarded).toBe(1_000);
    for (const each of [ada!, bob!]) {
      expect(each.replayed + each.discarded + each.alreadyResolved).toBe(each.total);
      expect(each.failed).toBe(0);
    }
    expect(await groups()).toEqual([]);
  }, 240_000);

  it('are indexed again if the stream is another one', async () => {
    await store();
    expect(await groups()).toHaveLength(1);
    await transport.admin.deleteStream('DEAD');
    expect(await groups()).toEqual([]);
    await declareDeadStream(transport, [consumer]);
    await store({ message: 'fresh' });
    expect(await groups()).toMatchObject([{ error: 'Error: fresh' }]);
  });
});
