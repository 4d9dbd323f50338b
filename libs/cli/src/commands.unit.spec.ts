import { describe, expect, it } from '@jest/globals';
import { DeadLetterNotFound, DeadLetterResolved, type DeadLetter } from '@waybill/messaging/operations';
import { parseSince } from './arguments.js';
import { call } from './call.fixture.js';
import type { DeadLetters } from './connect-dead-letters.js';
import { deadLetters } from './dead-letters.command.js';
import { outbox } from './outbox.command.js';
import { table } from './table.js';

const letter: DeadLetter = {
  id: '7',
  service: 'analytics',
  consumer: 'analytics-count-sales',
  type: 'order.confirmed',
  eventId: 'event-1',
  group: 'c0839085e7b7',
  reason: 'attempts-exhausted',
  error: { name: 'Error', message: 'no such\ntable' },
  history: [
    { at: '2026-11-22T10:00:00.000Z', durationMs: 12.3, error: { name: 'Error', message: 'no such\ntable' } },
  ],
  deadAt: '2026-11-22T10:00:01.000Z',
  subject: 'order.confirmed.v1.standard.3',
  stream: 'ORDER',
  sequence: 42,
  state: 'open',
  headers: { 'ce-id': 'event-1' },
  payload: '{"orderId":"o-1"}',
};

describe('waybill dead-letters', () => {
  const calls: unknown[][] = [];
  const letters: DeadLetters = {
    list: (filter) => {
      calls.push(['list', filter]);
      return Promise.resolve([letter]);
    },
    show: (id) =>
      id === '7'
        ? Promise.resolve(letter)
        : Promise.reject(new DeadLetterNotFound(`there is no dead letter ${id}`)),
    replay: (id) =>
      id === '7'
        ? Promise.resolve(void calls.push(['replay', id]))
        : Promise.reject(new DeadLetterResolved('discarded already', 'discarded')),
    discard: (id, reason, who) => Promise.resolve(void calls.push(['discard', id, reason, who?.by])),
  };
  const command = deadLetters((_, work) => work(letters));
  const callLetters = (...args: string[]) => call(command, 'dead-letters', ...args);

  it('lists those that wait, one a line', async () => {
    const { stdout } = await callLetters('list', '--consumer', 'analytics-count-sales', '--limit', '5');
    expect(calls.at(-1)).toEqual(['list', { consumer: 'analytics-count-sales', all: false, limit: 5 }]);
    expect(stdout).toContain(
      'order.confirmed  analytics-count-sales  attempts-exhausted         1  no such table\n',
    );
  });

  it('shows one with its whole history, headers and payload', async () => {
    const { stdout } = await callLetters('show', '7');
    for (const part of [
      'ORDER 42',
      '1. 2026-11-22T10:00:00.000Z after 12 ms: Error: no such',
      'ce-id: event-1',
      '{"orderId"',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(JSON.parse((await callLetters('show', '7', '--json')).stdout)).toEqual(letter);
  });

  it('replays and discards, and wants a reason for the latter', async () => {
    expect(await callLetters('replay', '7')).toMatchObject({ exitCode: 0, stdout: 'replayed 7\n' });
    expect(await callLetters('discard', '7')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--reason'),
    });
    expect(await callLetters('discard', '7', '--reason', 'test data', '--by', 'Ada')).toMatchObject({
      exitCode: 0,
    });
    expect(calls.at(-1)).toEqual(['discard', '7', 'test data', 'Ada']);
  });

  it('says which were resolved before the one that could not be', async () => {
    const { exitCode, stdout, stderr } = await callLetters('replay', '7', '8');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'replayed 7\n' });
    expect(stderr).toBe('replayed before that: 7\ndiscarded already\n');
  });

  it('fails for a letter that does not exist, and for an unknown action', async () => {
    expect(await callLetters('show', '9')).toMatchObject({
      exitCode: 1,
      stderr: 'there is no dead letter 9\n',
    });
    expect(await callLetters('resend')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('commands: groups, list, show, replay, discard, edit, jobs'),
    });
    expect(await callLetters('show')).toMatchObject({ exitCode: 2 });
  });
});

describe('waybill outbox', () => {
  const calls: unknown[] = [];
  const outboxOf = (service: string) => ({
    service,
    status: () =>
      Promise.resolve({
        ...{ pending: 3, oldestSeconds: 1.25, refused: 0, parked: 1 },
        ...{ scheduled: 2, nextDueSeconds: service === 'order' ? 29.5 : -3 },
      }),
    republish: (since: Date) => {
      calls.push([service, since.toISOString()]);
      return Promise.resolve({ resendId: `resend of ${service}`, rows: service === 'order' ? 60 : 0 });
    },
    resendProgress: (resendId: string) => {
      calls.push(resendId);
      return Promise.resolve(progress.length > 1 ? progress.shift()! : progress[0]!);
    },
  });
  /** What the resend's progress is, asked one time after the other. */
  let progress = [{ waiting: 0, parked: 0 }];
  const now = Date.parse('2026-11-22T10:00:00Z');
  const command = outbox(
    (_, work) => work([outboxOf('order'), outboxOf('analytics')]),
    () => now,
  );
  const callOutbox = (...args: string[]) => call(command, 'outbox', ...args);

  it('shows what waits in each service, and what to do about parked rows', async () => {
    const { stdout } = await callOutbox('status');
    expect(stdout).toMatch(/order +3 +1\.3 s +0 +1 +2 +in 29\.5 s\n/);
    expect(stdout).toMatch(/analytics .* 2 +3\.0 s ago\n/);
    expect(stdout).toContain('republish');
    expect(JSON.parse((await callOutbox('status', '--json')).stdout)).toMatchObject({
      outboxes: [{ service: 'order', pending: 3, parked: 1 }, { service: 'analytics' }],
    });
  });

  it('publishes again since a time, in all services or in one', async () => {
    await callOutbox('republish', '--since', '15m');
    expect(calls).toEqual([
      ['order', '2026-11-22T09:45:00.000Z'],
      ['analytics', '2026-11-22T09:45:00.000Z'],
      'resend of order',
    ]);
    await callOutbox('republish', '--since', '2026-11-22', '--service', 'order');
    expect(calls.at(-2)).toEqual(['order', '2026-11-22T00:00:00.000Z']);
  });

  it('waits until the rows are out, and says what the broker stored', async () => {
    progress = [
      { waiting: 60, parked: 0 },
      { waiting: 20, parked: 0 },
      { waiting: 0, parked: 0 },
    ];
    const { stdout, exitCode } = await callOutbox('republish', '--since', '15m');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('order: 60 rows to publish again, 60 stored\n');
    expect(stdout).toContain('analytics: 0 rows to publish again, 0 stored\n');
  });

  it('fails where the broker refused some, and says how many', async () => {
    progress = [{ waiting: 0, parked: 3 }];
    const { stdout, stderr, exitCode } = await callOutbox('republish', '--since', '15m', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      republished: [
        { service: 'order', rows: 60, stored: 57, refused: 3, waiting: 0 },
        { service: 'analytics' },
      ],
    });
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('refused') });
    progress = [{ waiting: 0, parked: 0 }];
  });

  it('wants to know since when, and for which service that there is', async () => {
    expect(await callOutbox('republish')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--since'),
    });
    expect(await callOutbox('status', '--service', 'billing')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('order, analytics'),
    });
  });

  it.each(['yesterday', '2026-11-22T10:00:00', '2026-13-01', '2027-01-01T00:00:00Z', '5x', ''])(
    'does not guess what "%s" means',
    (text) => {
      expect(() => parseSince(text, now)).toThrow();
    },
  );
});

describe('tables', () => {
  it('set figures to the right and text to the left', () => {
    expect(
      table(
        ['name', 'n'],
        [
          ['a', '10'],
          ['bcdef', '5'],
        ],
      ),
    ).toBe('name    n\na      10\nbcdef   5');
  });
});
