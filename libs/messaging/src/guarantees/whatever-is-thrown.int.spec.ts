import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { THROWN } from '../thrown.fixture.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica } from './testing/site.js';

/** Each is to be told from the others by its place. */
const SHAPES = [
  ...THROWN.map(([what, make]) => ({ what, make })),
  { what: 'an AggregateError', make: () => new AggregateError([new TypeError('a'), 'b'], 'all failed') },
];

describe('whatever a handler throws', () => {
  let site: Site;
  let replica: Replica;

  beforeAll(async () => {
    site = await Site.open();
    const retry = { attempts: 2, baseMs: 1 };
    replica = await site.start({
      subscriptions: [site.on({ retry }), site.inBatches({ retry })],
      handle: async (events) => {
        throw SHAPES[events[0]!.data.n]!.make();
      },
    });
    await site.append(
      replica,
      SHAPES.map((_, n) => ({ key: `k${n}`, n })),
    );
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it.each(['', '-in-batches'])(
    'is one failed attempt, each time, then a dead letter (%s)',
    async (suffix) => {
      const consumer = `${site.service}${suffix}`;
      const letters = await eventually(async () => {
        const open = await site.desk.list({ consumer, limit: 100 });
        return open.length === SHAPES.length && open;
      });
      for (const { payload, history, reason, error } of letters) {
        const { n } = JSON.parse(payload!) as { n: number };
        const { what } = SHAPES[n]!;
        expect({ what, reason, attempts: history.length }).toEqual({
          what,
          reason: 'attempts-exhausted',
          attempts: 2,
        });
        const expected = THROWN[n]?.[2] ?? 'AggregateError: all failed: TypeError: a; Error: b';
        expect({ what, error: `${error.name}: ${error.message}` }).toEqual({ what, error: expected });
      }
      // The database responded all the time.
      expect(replica.logged.filter(({ message }) => /database|dispatch failed/.test(message))).toEqual([]);
    },
  );
});

describe('an event that a handler publishes and that cannot be sent', () => {
  it.each([
    ['a key that is undefined', { key: undefined }, 'INVALID_MESSAGE'],
    ['NaN', { key: 'k', total: NaN }, 'INVALID_PAYLOAD'],
    ['more bytes than the broker takes', { key: 'k', note: 'x'.repeat(2_000_000) }, 'INVALID_MESSAGE'],
  ])('dead-letters its message at once, and names the event: %s', async (_, data, code) => {
    await using site = await Site.open();
    const Answered = defineEvent({
      type: `${site.domain}.answered`,
      version: 1,
      owner: site.service,
      key: ({ key }) => key!,
      schema: z.object({
        key: z.string().optional(),
        total: z.number().optional(),
        note: z.string().optional(),
      }),
    });
    const replica = await site.start({
      publishes: [site.contract, Answered],
      handle: async (_events, { tx }) => void (await replica.messaging.outbox.publish(tx, Answered, data)),
    });
    await site.append(replica, [{ key: 'k', n: 0 }]);
    const [letter] = await eventually(async () => {
      const open = await site.desk.list({ consumer: site.service });
      return open.length > 0 && open;
    });
    expect(letter).toMatchObject({
      reason: 'dead-letter-now',
      error: { code, message: expect.stringContaining(`${site.domain}.answered.v1`) },
      history: [{ error: { code } }],
    });
  });
});
