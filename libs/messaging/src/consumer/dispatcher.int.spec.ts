import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { defineEvent } from '../contract/index.js';
import type { NewDeadLetter } from '../dead-letter/dead-letters.js';
import {
  BrokerUnavailable,
  DeadLetterNow,
  DependencyDown,
  Discard,
  InvalidPayload,
  RetryLater,
} from '../errors.js';
import { surviving, transactionsOf } from '../guarantees/testing/pg-transactions.js';
import { CircuitBreakers } from '../flow/circuit-breakers.js';
import { silentLog } from '../log.js';
import { PersonalReader } from '../personal/personal-reader.js';
import { encodeEvent } from '../message/encode-event.js';
import type { EventMessage } from '../message/event-message.js';
import type { Delivery } from '../transport/transport.js';
import { Dispatcher, type DispatcherPorts } from './dispatcher.js';
import type { DeliveryContext } from './handler.js';
import type { Dispatched } from './observer.js';
import { on, onBatch, type RetryPolicy } from './subscription.js';
import type { Work } from './work.js';

const Happened = defineEvent({
  type: 'test.happened',
  version: 1,
  owner: 'test',
  key: ({ key }) => key,
  schema: z.object({ key: z.string(), n: z.number() }),
});
class Handler {
  async handle(): Promise<void> {}
}

interface Handled {
  ids: string[];
  attempt: number;
}

/** A dispatcher on a real database, with deliveries made by hand, so that every count and moment is the test's. */
describe('the dispatcher', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let run: ReturnType<typeof transactionsOf>;
  let consumer: string;
  let handled: Handled[];
  let letters: NewDeadLetter[];
  let seen: Dispatched[];
  let handler: (events: EventMessage[], context: DeliveryContext<pg.PoolClient>) => Promise<void> | void;

  beforeAll(async () => {
    database = await createTestDatabase('order');
    pool = surviving(new pg.Pool({ connectionString: database.url, max: 8 }));
    run = transactionsOf(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(() => {
    consumer = `c${Math.random().toString(36).slice(2)}`;
    handled = [];
    letters = [];
    seen = [];
    handler = () => undefined;
  });

  function dispatcher(over: Partial<DispatcherPorts<pg.PoolClient>> = {}): Dispatcher<pg.PoolClient> {
    return new Dispatcher<pg.PoolClient>({
      transactions: { run },
      deadLetters: { add: async (letter) => void letters.push(letter) },
      invoke: async (_subscription, payload, context) => {
        const events = Array.isArray(payload) ? payload : [payload];
        handled.push({ ids: events.map(({ id }) => id), attempt: context.attempt });
        await handler(events, context);
      },
      personal: new PersonalReader({ read: async () => new Map() }),
      observer: { dispatched: (outcome) => seen.push(outcome) },
      reader: { readLast: () => Promise.resolve(undefined) },
      breakers: new CircuitBreakers([], { stopPulling: () => {}, pullAgain: () => {}, log: silentLog }),
      log: silentLog,
      signal: new AbortController().signal,
      ...over,
    });
  }

  type TestWork = Work & { answers: string[] };

  function work(
    id: string,
    {
      count = 1,
      batch = false,
      retry = {},
      ...over
    }: Partial<Delivery> & {
      count?: number;
      batch?: boolean;
      retry?: Partial<RetryPolicy>;
    } = {},
  ): TestWork {
    const { subject, headers, body } = encodeEvent(Happened, { key: 'k', n: 1 }, 'test', { id });
    const answers: string[] = [];
    const delivery: Delivery = {
      id,
      subject,
      headers,
      body: new TextEncoder().encode(body),
      stream: 'TEST',
      position: '1',
      deliveryCount: count,
      storedAt: 0,
      ack: () => answers.push('ack'),
      nak: (delayMs) => answers.push(`nak ${Math.round(delayMs)}`),
      term: (reason) => answers.push(`term ${reason}`),
      working: () => undefined,
      ...over,
    };
    const subscription = batch ? onBatch(Happened, Handler, { retry }) : on(Happened, Handler, { retry });
    return {
      consumer,
      epoch: 0,
      names: [consumer],
      subscription,
      delivery,
      wire: delivery,
      replay: false,
      answers,
    };
  }

  const outcomes = () => seen.map(({ outcome }) => outcome);
  const killed = () => new Promise<never>(() => undefined);

  /** As a process does that is killed in its handler (of `killer`, or whatever comes first): it has begun, and nothing more comes of it. */
  async function dieHandling(works: TestWork[], killer?: string): Promise<void> {
    const begun = new Promise<void>((resolve) => {
      handler = (events) => {
        if (killer && !events.some(({ id }) => id === killer)) return;
        resolve();
        return killed();
      };
    });
    const dead = dispatcher({
      transactions: {
        run: async (task) => {
          const client = await pool.connect();
          await client.query('BEGIN');
          const result = Promise.race([task(client), begun.then(() => 'killed' as const)]);
          if ((await result) === 'killed') {
            client.release(true);
            return killed();
          }
          await client.query('COMMIT');
          client.release();
          return result as never;
        },
      },
    });
    void (works.length > 1 ? dead.dispatchBatch(works) : dead.dispatch(works[0]!));
    await begun;
    handler = () => undefined;
    handled = [];
  }

  it.each([
    ['handled', () => undefined],
    ['retried', () => Promise.reject(new Error('once'))],
    ['dead-lettered', () => Promise.reject(new DeadLetterNow('no use'))],
  ])(
    'does not let an observer that throws change the outcome of a message that was %s',
    async (what, handle) => {
      handler = handle;
      const only = work('a');
      const observer = {
        dispatched: (outcome: Dispatched) => {
          seen.push(outcome);
          throw new Error('an observer of somebody else');
        },
      };
      await dispatcher({ observer }).dispatch(only);
      expect(outcomes()).toEqual([what]);
      expect(only.answers).toHaveLength(1);
      const { rows } = await pool.query(
        'SELECT jsonb_array_length(history) AS failed FROM inbox_failure WHERE consumer = $1',
        [consumer],
      );
      expect(rows).toEqual(what === 'handled' ? [] : [{ failed: 1 }]);
    },
  );

  describe('effects once', () => {
    it('recognises a commit whose confirmation was lost, also at the last attempt', async () => {
      const only = work('a', { retry: { attempts: 1 } });
      let lost = 0;
      const transactions: DispatcherPorts<pg.PoolClient>['transactions'] = {
        run: async (task) => {
          const result = await run(task);
          if (lost++ === 0) throw new Error('Connection terminated unexpectedly');
          return result;
        },
      };
      await dispatcher({ transactions }).dispatch(only);
      expect([handled.length, outcomes(), only.answers, letters]).toEqual([1, ['handled'], ['ack'], []]);
    });

    it.each([false, true])('acknowledges after the commit (batches: %j)', async (batch) => {
      const happened: string[] = [];
      const works = ['a', 'b'].map((id) => work(id, { batch, ack: () => void happened.push('ack') }));
      const transactions: DispatcherPorts<pg.PoolClient>['transactions'] = {
        run: async (task) => {
          const result = await run(task);
          happened.push('commit');
          return result;
        },
      };
      if (batch) await dispatcher({ transactions }).dispatchBatch(works);
      else await dispatcher({ transactions }).dispatch(works[0]!);
      expect(happened).toEqual(batch ? ['commit', 'ack', 'ack'] : ['commit', 'ack']);
    });

    it('runs the handler for a delivery and not for the next of the same message', async () => {
      const [first, second] = [work('a'), work('a', { count: 2 })];
      await dispatcher().dispatch(first);
      await dispatcher().dispatch(second);
      expect(handled).toEqual([{ ids: ['a'], attempt: 1 }]);
      expect([first.answers, second.answers, outcomes()]).toEqual([
        ['ack'],
        ['ack'],
        ['handled', 'duplicate'],
      ]);
    });

    it('runs the handler for one delivery of a replay and not for the next', async () => {
      const dead = { attempts: 1 };
      handler = () => Promise.reject(new Error('always'));
      await dispatcher().dispatch(work('a', { retry: dead }));
      handler = () => undefined;
      const replay = (count: number) => ({ ...work('a', { count, retry: dead }), replay: true });
      await dispatcher().dispatch(replay(1));
      await dispatcher().dispatch(replay(1));
      expect([handled.length, outcomes()]).toEqual([2, ['dead-lettered', 'handled', 'duplicate']]);
    });

    it('lets one of two deliveries at once take effect, and the other wait for how that ends', async () => {
      let release = () => {};
      const entered = new Promise<void>((resolve) => {
        handler = () => {
          resolve();
          return new Promise<void>((done) => (release = done));
        };
      });
      const first = dispatcher().dispatch(work('a'));
      await entered;
      const second = work('a');
      const waiting = dispatcher().dispatch(second);
      // It waits in Postgres, for the row that the first one holds.
      for (let waits = 0; waits === 0;) {
        const { rows } = await pool.query<{ waits: number }>(
          `SELECT count(*)::int AS waits FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        waits = rows[0]!.waits;
      }
      expect(second.answers).toEqual([]);
      release();
      await Promise.all([first, waiting]);
      // Each on its own connection: either may learn of its commit first.
      expect([handled.length, outcomes().sort()]).toEqual([1, ['duplicate', 'handled']]);
    });

    it('lets the second take effect where the first rolled back', async () => {
      handler = () => {
        throw new Error('not now');
      };
      await dispatcher().dispatch(work('a'));
      handler = () => undefined;
      await dispatcher().dispatch(work('a', { count: 2 }));
      expect([handled.map(({ attempt }) => attempt), outcomes()]).toEqual([
        [1, 2],
        ['retried', 'handled'],
      ]);
    });

    it('counts one of two messages with one id that share a batch', async () => {
      const works = [work('a', { batch: true }), work('b', { batch: true }), work('a', { batch: true })];
      await dispatcher().dispatchBatch(works);
      expect(handled).toEqual([{ ids: ['a', 'b'], attempt: 1 }]);
      expect(outcomes()).toEqual(['handled', 'handled', 'duplicate']);
      expect(works.map(({ answers }) => answers)).toEqual([['ack'], ['ack'], ['ack']]);
    });
  });

  describe('when a handler throws', () => {
    const retry = { attempts: 3, baseMs: 1_000, maxMs: 60_000 };

    it('gives the message back with growing delays, then dead-letters it with the whole history', async () => {
      handler = () => {
        throw Object.assign(new TypeError(`failure ${handled.length}`), { code: 'BROKEN' });
      };
      const works = [1, 2, 3].map((count) => work('a', { count, retry }));
      for (const each of works) await dispatcher().dispatch(each);
      const delays = works.map(({ answers }) => Number(/nak (\d+)/.exec(answers[0]!)?.[1]));
      expect(delays[0]).toBeGreaterThanOrEqual(1_000);
      expect(delays[0]).toBeLessThanOrEqual(1_250);
      expect(delays[1]).toBeGreaterThanOrEqual(2_000);
      expect(works[2]!.answers).toEqual(['term attempts-exhausted']);
      expect(outcomes()).toEqual(['retried', 'retried', 'dead-lettered']);
      expect(letters).toMatchObject([{ reason: 'attempts-exhausted', error: { code: 'BROKEN' } }]);
      expect(letters[0]!.history).toMatchObject(
        [1, 2, 3].map((n) => ({ error: { name: 'TypeError', message: `failure ${n}`, code: 'BROKEN' } })),
      );
    });

    it('waits as long as RetryLater says, and counts the attempt', async () => {
      handler = () => {
        throw new RetryLater('the provider is busy', 77_000);
      };
      const works = [1, 2, 3].map((count) => work('a', { count, retry }));
      for (const each of works) await dispatcher().dispatch(each);
      expect(works.map(({ answers }) => answers[0])).toEqual([
        'nak 77000',
        'nak 77000',
        'term attempts-exhausted',
      ]);
    });

    it.each([
      ['DeadLetterNow', new DeadLetterNow('no use')],
      ['InvalidPayload', new InvalidPayload('no use')],
    ])('dead-letters at once at %s', async (_name, error) => {
      handler = () => {
        throw error;
      };
      const only = work('a', { retry });
      await dispatcher().dispatch(only);
      expect([only.answers, letters.length]).toEqual([['term dead-letter-now'], 1]);
    });

    it('acknowledges at Discard, and rolls the transaction back', async () => {
      handler = async (_events, { tx }) => {
        await tx.query(`INSERT INTO inbox (consumer, message_id) VALUES ('an effect', 'of it')`);
        throw new Discard('not for us');
      };
      const only = work('a');
      await dispatcher().dispatch(only);
      expect([only.answers, outcomes(), letters]).toEqual([['ack'], ['discarded'], []]);
      expect(
        (await pool.query(`SELECT outcome FROM inbox WHERE consumer IN ('an effect', $1)`, [consumer])).rows,
      ).toEqual([{ outcome: 'discarded' }]);
    });

    it.each([
      ['a NUL', 'a\0b'],
      ['a lone surrogate', '\ud800'],
      ['a surrogate pair where the text is cut', `${'x'.repeat(499)}🚚`],
    ])(
      'records a failure whose message holds %s, which Postgres does not take as it is',
      async (_what, text) => {
        handler = () => {
          throw new Error(text);
        };
        const only = work('a', { retry });
        await dispatcher().dispatch(only);
        expect(outcomes()).toEqual(['retried']);
      },
    );

    it('tells messages without an id apart by where they lie', async () => {
      handler = () => {
        throw new Error('always');
      };
      const bare = (sequence: number, count: number) => ({
        ...work('x').delivery,
        id: '',
        position: String(sequence),
        deliveryCount: count,
      });
      for (const delivery of [bare(1, 1), bare(2, 1), bare(1, 2)]) {
        await dispatcher().dispatch({ ...work('x'), delivery });
      }
      expect(handled.map(({ attempt }) => attempt)).toEqual([1, 1, 2]);
    });
  });

  describe('when a payload cannot be read', () => {
    it('dead-letters it at once without running the handler', async () => {
      const only = work('a', { body: new TextEncoder().encode('{"key":1') });
      await dispatcher().dispatch(only);
      expect([handled, only.answers]).toEqual([[], ['term invalid-payload']]);
      expect(letters[0]).toMatchObject({ reason: 'invalid-payload', error: { code: 'INVALID_PAYLOAD' } });
      expect(letters[0]!.history).toHaveLength(1);
    });
  });

  describe('when the dead letter cannot be stored', () => {
    it.each([
      ['the last attempt', new Error('broken'), 'attempts-exhausted'],
      ['DeadLetterNow', new DeadLetterNow('no use'), 'dead-letter-now'],
    ])(
      'gives the message back, and it goes straight to its letter: after %s',
      async (_when, error, reason) => {
        handler = () => {
          throw error;
        };
        const retry = { attempts: 1 };
        const first = work('a', { retry });
        const away = { add: () => Promise.reject(new BrokerUnavailable('away')) };
        await dispatcher({ deadLetters: away }).dispatch(first);
        expect(first.answers).toEqual([expect.stringMatching(/^nak [1-9]/)]);
        const second = work('a', { count: 2, retry });
        await dispatcher().dispatch(second);
        expect([second.answers, handled.length, letters.length]).toEqual([[`term ${reason}`], 1, 1]);
      },
    );
  });

  describe('when a process was killed', () => {
    it('dead-letters a message that never ended, before it runs again', async () => {
      for (let count = 1; count <= 5; count++) await dieHandling([work('a', { count })]);
      const last = work('a', { count: 6 });
      await dispatcher().dispatch(last);
      expect([handled, last.answers]).toEqual([[], ['term unfinished']]);
      expect(letters).toMatchObject([{ reason: 'unfinished', history: [] }]);
    });

    it('does not blame a message that was delivered and given back, however often', async () => {
      const patient = work('a', { count: 50 });
      await dispatcher().dispatch(patient);
      expect([handled.length, patient.answers]).toEqual([1, ['ack']]);
    });

    it('acknowledges one that did end, and lost only its acknowledgements', async () => {
      await dispatcher().dispatch(work('a'));
      await pool.query(
        'INSERT INTO inbox_failure (consumer, message_id, attempts, history) VALUES ($1, $2, 9, $3)',
        [consumer, 'a', '[]'],
      );
      const again = work('a', { count: 9 });
      await dispatcher().dispatch(again);
      expect([again.answers, letters, outcomes()]).toEqual([['ack'], [], ['handled', 'duplicate']]);
    });

    it('counts attempts that failed and attempts that never ended apart', async () => {
      handler = () => {
        throw new Error('broken');
      };
      const retry = { attempts: 3 };
      await dispatcher().dispatch(work('a', { retry }));
      for (let count = 2; count <= 4; count++) await dieHandling([work('a', { count, retry })]);
      handler = () => {
        throw new Error('broken');
      };
      const fifth = work('a', { count: 5, retry });
      await dispatcher().dispatch(fifth);
      expect([handled, fifth.answers]).toEqual([
        [{ ids: ['a'], attempt: 2 }],
        [expect.stringMatching(/^nak/)],
      ]);
    });

    it('runs a batch again as a batch once, and then its messages one by one', async () => {
      const batch = (count: number) => ['a', 'b', 'c'].map((id) => work(id, { count, batch: true }));
      await dieHandling(batch(1));
      await dieHandling(batch(2));
      await dispatcher().dispatchBatch(batch(3));
      expect(handled.map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c']]);

      handled = [];
      const others = ['d', 'e'].map((id) => work(id, { batch: true }));
      await dieHandling(others);
      await dispatcher().dispatchBatch(['d', 'e'].map((id) => work(id, { count: 2, batch: true })));
      expect(handled).toEqual([{ ids: ['d', 'e'], attempt: 1 }]);
    });

    it('dead-letters the killer of a batch, and it alone', async () => {
      const deliver = (count: number, ...ids: string[]) => ids.map((id) => work(id, { count, batch: true }));
      for (const count of [1, 2]) await dieHandling(deliver(count, 'a', 'killer', 'c'));
      // From now on one by one: `a` is handled, `killer` kills, and `c` does not begin.
      await dieHandling(deliver(3, 'a', 'killer', 'c'), 'killer');
      for (const count of [4, 5]) await dieHandling(deliver(count, 'killer', 'c'), 'killer');
      await dispatcher().dispatchBatch(deliver(6, 'killer', 'c'));
      expect(letters.map(({ delivery, reason }) => [delivery.id, reason])).toEqual([
        ['killer', 'unfinished'],
      ]);
      expect(handled.map(({ ids }) => ids)).toEqual([['c']]);
    });

    it('runs suspects one at a time, so that the killer takes none of the others along', async () => {
      for (const id of ['a', 'b', 'c']) for (const count of [1, 2]) await dieHandling([work(id, { count })]);
      let running = 0;
      let most = 0;
      handler = async (_events, { tx }) => {
        most = Math.max(most, ++running);
        await tx.query('SELECT pg_sleep(0.01)');
        running -= 1;
      };
      const together = dispatcher();
      await Promise.all(['a', 'b', 'c'].map((id) => together.dispatch(work(id, { count: 3 }))));
      expect([handled.length, most]).toEqual([3, 1]);
    });
  });

  describe('when a dependency of a handler is down', () => {
    const down = () => {
      throw new DependencyDown('payments');
    };

    it('gives the message back however often, and counts no attempt, not even one that began', async () => {
      handler = down;
      for (let count = 1; count <= 8; count++) {
        const one = work('a', { count, retry: { attempts: 1 } });
        await dispatcher().dispatch(one);
        expect(one.answers).toEqual(['nak 0']);
      }
      handler = () => undefined;
      const last = work('a', { count: 9, retry: { attempts: 1 } });
      await dispatcher().dispatch(last);
      expect(last.answers).toEqual(['ack']);
      expect(handled.every(({ attempt }) => attempt === 1)).toBe(true);
      expect(letters).toEqual([]);
    });

    it('keeps the attempts that did fail, and those that never ended', async () => {
      const retry = { attempts: 3 };
      handler = () => {
        throw new Error('its own fault');
      };
      await dispatcher().dispatch(work('a', { retry }));
      handler = down;
      await dispatcher().dispatch(work('a', { count: 2, retry }));
      const { rows } = await pool.query(
        'SELECT attempts, jsonb_array_length(history) AS failed FROM inbox_failure WHERE consumer = $1',
        [consumer],
      );
      expect(rows).toEqual([{ attempts: 1, failed: 1 }]);
    });

    it('gives a batch back whole: halves would not fare better', async () => {
      handler = down;
      const batch = ['a', 'b', 'c'].map((id) => work(id, { batch: true, count: 2 }));
      await dispatcher().dispatchBatch(batch);
      expect(batch.map(({ answers }) => answers)).toEqual([['nak 0'], ['nak 0'], ['nak 0']]);
      expect(handled).toHaveLength(1);
      expect(seen.map(({ outcome }) => outcome)).toEqual(['returned', 'returned', 'returned']);
    });
  });

  describe('when a batch fails', () => {
    const names = Array.from({ length: 16 }, (_, index) => `m${index}`);

    it('halves it until the poison stands alone, and commits the rest together', async () => {
      handler = (events) => {
        if (events.some(({ id }) => id === 'm5')) throw new Error('poison');
      };
      const works = names.map((id) => work(id, { batch: true }));
      await dispatcher().dispatchBatch(works);
      expect(outcomes().filter((outcome) => outcome === 'handled')).toHaveLength(15);
      expect(works[5]!.answers).toEqual([expect.stringMatching(/^nak/)]);
      // 16, 8, 4, 4, 2, m4, m5, 2, 4, 8 at the most.
      expect(handled.length).toBeLessThanOrEqual(10);
      const { rows } = await pool.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM inbox WHERE consumer = $1',
        [consumer],
      );
      expect(rows[0]!.n).toBe(15);
    });

    it('handles one that failed before apart from the others', async () => {
      handler = () => {
        throw new Error('poison');
      };
      await dispatcher().dispatchBatch([work('bad', { batch: true })]);
      handled = [];
      handler = () => undefined;
      await dispatcher().dispatchBatch(['x', 'bad', 'y'].map((id) => work(id, { count: 2, batch: true })));
      expect(handled.map(({ ids }) => ids)).toEqual([['x', 'y'], ['bad']]);
    });
  });

  describe('a group that shares a transaction', () => {
    const effects = async () => {
      const { rows } = await pool.query<{ id: string }>(
        'SELECT message_id AS id FROM inbox WHERE consumer = $1 ORDER BY message_id',
        [consumer],
      );
      return rows.map(({ id }) => id);
    };

    it('calls the handler of each in turn, with its own event, and commits once', async () => {
      const transactions = new Set<unknown>();
      handler = (_events, { tx }) => void transactions.add(tx);
      const works = ['a', 'b', 'c'].map((id) => work(id));
      await dispatcher().dispatchGroup(works);
      expect(handled.map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c']]);
      expect(transactions.size).toBe(1);
      expect(await effects()).toEqual(['a', 'b', 'c']);
      expect(works.map(({ answers }) => answers)).toEqual([['ack'], ['ack'], ['ack']]);
      expect(outcomes()).toEqual(['handled', 'handled', 'handled']);
    });

    it('runs each alone where one fails, and counts no attempt of the others', async () => {
      handler = ([event]) => {
        if (event!.id === 'b') throw new Error('poison');
      };
      const works = ['a', 'b', 'c'].map((id) => work(id));
      await dispatcher().dispatchGroup(works);
      expect(handled).toEqual(['a', 'b', 'a', 'b', 'c'].map((id) => ({ ids: [id], attempt: 1 })));
      expect(await effects()).toEqual(['a', 'c']);
      expect(outcomes()).toEqual(['handled', 'retried', 'handled']);
      const { rows } = await pool.query(
        'SELECT message_id AS id, jsonb_array_length(history) AS failed FROM inbox_failure WHERE consumer = $1',
        [consumer],
      );
      expect(rows).toEqual([{ id: 'b', failed: 1 }]);
    });

    it('undoes what a handler before the one that fails has written', async () => {
      await pool.query('CREATE TABLE IF NOT EXISTS group_effect (consumer text, id text)');
      handler = async ([event], { tx }) => {
        await tx.query('INSERT INTO group_effect VALUES ($1, $2)', [consumer, event!.id]);
        if (event!.id === 'b') throw new DeadLetterNow('no use');
      };
      await dispatcher().dispatchGroup(['a', 'b'].map((id) => work(id)));
      const { rows } = await pool.query('SELECT id FROM group_effect WHERE consumer = $1', [consumer]);
      expect(rows).toEqual([{ id: 'a' }]);
      expect(letters.map(({ wire }) => wire.id)).toEqual(['b']);
    });

    it('handles one that failed before, or may have killed its process, apart from the others', async () => {
      await dieHandling([work('killer', { count: 2 })], 'killer');
      await dispatcher().dispatchGroup(['x', 'killer', 'y'].map((id) => work(id, { count: 3 })));
      expect(handled.map(({ ids }) => ids)).toEqual([['x'], ['y'], ['killer']]);
    });

    it('counts one of two messages with one id', async () => {
      const works = ['same', 'same'].map((id) => work(id));
      await dispatcher().dispatchGroup(works);
      expect(handled).toHaveLength(1);
      expect(outcomes()).toEqual(['handled', 'duplicate']);
    });

    it('gives all back where a dependency is down', async () => {
      handler = ([event]) => {
        if (event!.id === 'b') throw new DependencyDown('payments');
      };
      const works = ['a', 'b', 'c'].map((id) => work(id));
      await dispatcher().dispatchGroup(works);
      expect(works.map(({ answers }) => answers)).toEqual([['nak 0'], ['nak 0'], ['nak 0']]);
      expect(await effects()).toEqual([]);
    });
  });

  describe('when the database is down', () => {
    /** Every transaction fails, before or after its work, until `back()`. */
    function outage({ after = false }: { after?: boolean } = {}) {
      let away = true;
      let failures = 0;
      const transactions: DispatcherPorts<pg.PoolClient>['transactions'] = {
        run: async (task) => {
          if (!away) return run(task);
          failures += 1;
          if (!after) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
          await run(async (tx) => {
            await task(tx);
            throw new Error('Connection terminated unexpectedly');
          });
          throw new Error('unreachable');
        },
      };
      return { transactions, back: () => (away = false), failures: () => failures };
    }

    const untilFailures = async (away: { failures: () => number }, count: number) => {
      while (away.failures() < count) await new Promise((resolve) => setImmediate(resolve));
    };

    it.each([{ after: false }, { after: true }])(
      'holds the message and counts no attempt %o',
      async (options) => {
        const away = outage(options);
        const only = work('a', { retry: { attempts: 1 } });
        const dispatched = dispatcher({ transactions: away.transactions }).dispatch(only);
        await untilFailures(away, 2);
        expect(only.answers).toEqual([]);
        away.back();
        await dispatched;
        expect([only.answers, letters, outcomes()]).toEqual([['ack'], [], ['handled']]);
        const { rows } = await pool.query('SELECT FROM inbox_failure WHERE consumer = $1', [consumer]);
        expect(rows).toEqual([]);
      },
    );

    it('counts no attempt for a session that ends before the handler runs', async () => {
      let ended = 0;
      const transactions: DispatcherPorts<pg.PoolClient>['transactions'] = {
        run: (task) =>
          run(async (tx) => {
            if (ended++ === 0) {
              // Ends this very session: the statement of the inbox fails, the next transaction succeeds.
              await tx.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
            }
            return task(tx);
          }),
      };
      const only = work('a', { retry: { attempts: 1 } });
      await dispatcher({ transactions }).dispatch(only);
      expect([only.answers, handled.length, letters]).toEqual([['ack'], 1, []]);
    });

    it('does not run again, when it is back, what of a batch had been settled', async () => {
      const away = outage();
      away.back();
      let poisoned = 0;
      const transactions: DispatcherPorts<pg.PoolClient>['transactions'] = {
        run: async (task) => {
          // Goes down just when the second half fails.
          if (poisoned === 2 && away.failures() < 2) return outageOnce();
          return away.transactions.run(task);
        },
      };
      let once = 0;
      const outageOnce = (): Promise<never> => {
        if (++once === 1) return Promise.reject(new Error('connect ECONNREFUSED'));
        poisoned = 3;
        return Promise.reject(new Error('connect ECONNREFUSED'));
      };
      handler = (events) => {
        if (poisoned < 2 && events.some(({ id }) => id === 'b')) {
          poisoned += 1;
          throw new Error('poison');
        }
      };
      const works = ['a', 'b'].map((id) => work(id, { batch: true }));
      await dispatcher({ transactions }).dispatchBatch(works);
      expect(handled.map(({ ids }) => ids.join(' '))).toEqual(['a b', 'a', 'b', 'b']);
      expect(outcomes()).toEqual(['handled', 'handled']);
    });

    it('gives the messages back at the deadline of a shutdown', async () => {
      const away = outage();
      const deadline = new AbortController();
      const only = work('a');
      const dispatched = dispatcher({ transactions: away.transactions, signal: deadline.signal }).dispatch(
        only,
      );
      await untilFailures(away, 1);
      deadline.abort();
      await dispatched;
      expect([only.answers, outcomes()]).toEqual([['nak 0'], []]);
    });
  });
});
