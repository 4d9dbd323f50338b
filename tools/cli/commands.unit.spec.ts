import { describe, expect, it } from '@jest/globals';
import type { DeadLetter } from '@waybill/messaging';
import type { Command } from './command.ts';
import { deadLettersCommand } from './dead-letters.command.ts';
import { awaitResend } from './await-resend.ts';
import { dispatch } from './dispatch.ts';
import type { DeadLetters } from './open-dead-letters.ts';
import { outboxCommand } from './outbox.command.ts';
import { parseSince } from './since.ts';
import { table } from './table.ts';

async function call(command: Command, ...args: string[]) {
  let stdout = '';
  let stderr = '';
  const commands = { [command.name]: () => Promise.resolve(command) };
  const exitCode = await dispatch([command.name, ...args], commands, {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    signal: new AbortController().signal,
  });
  return { exitCode, stdout, stderr };
}

const letter: DeadLetter = {
  id: '7',
  service: 'analytics',
  consumer: 'analytics-count-sales',
  type: 'order.confirmed',
  eventId: 'event-1',
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
  const answers: unknown[][] = [];
  const desk: DeadLetters = {
    list: (filter) => {
      answers.push(['list', filter]);
      return Promise.resolve([letter]);
    },
    show: (id) =>
      id === '7'
        ? Promise.resolve(letter)
        : Promise.reject(
            Object.assign(new Error(`there is no dead letter ${id}`), { code: 'DEAD_LETTER_NOT_FOUND' }),
          ),
    replay: (id) =>
      id === '7'
        ? Promise.resolve(void answers.push(['replay', id]))
        : Promise.reject(Object.assign(new Error('discarded already'), { code: 'DEAD_LETTER_SETTLED' })),
    discard: (id, reason) => Promise.resolve(void answers.push(['discard', id, reason])),
  };
  const command = deadLettersCommand((_, work) => work(desk));

  it('lists those that wait, one a line', async () => {
    const { stdout } = await call(command, 'list', '--consumer', 'analytics-count-sales', '--limit', '5');
    expect(answers.at(-1)).toEqual(['list', { consumer: 'analytics-count-sales', all: false, limit: 5 }]);
    expect(stdout).toContain(
      'order.confirmed  analytics-count-sales  attempts-exhausted         1  no such table\n',
    );
  });

  it('shows one with its whole history, headers and payload', async () => {
    const { stdout } = await call(command, 'show', '7');
    for (const part of [
      'ORDER 42',
      '1. 2026-11-22T10:00:00.000Z after 12 ms: Error: no such',
      'ce-id: event-1',
      '{"orderId"',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(JSON.parse((await call(command, 'show', '7', '--json')).stdout)).toEqual(letter);
  });

  it('replays and discards, and wants a reason for the latter', async () => {
    expect(await call(command, 'replay', '7')).toMatchObject({ exitCode: 0, stdout: 'replayed 7\n' });
    expect(await call(command, 'discard', '7')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--reason'),
    });
    expect(await call(command, 'discard', '7', '--reason', 'test data')).toMatchObject({ exitCode: 0 });
    expect(answers.at(-1)).toEqual(['discard', '7', 'test data']);
  });

  it('says which were answered before the one that could not be', async () => {
    const { exitCode, stdout, stderr } = await call(command, 'replay', '7', '8');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'replayed 7\n' });
    expect(stderr).toBe('replayed before that: 7\ndiscarded already\n');
  });

  it('fails for a letter that is not there, and for an action that is none', async () => {
    expect(await call(command, 'show', '9')).toMatchObject({
      exitCode: 1,
      stderr: 'there is no dead letter 9\n',
    });
    expect(await call(command, 'resend')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('list|show'),
    });
    expect(await call(command, 'show')).toMatchObject({ exitCode: 2 });
  });
});

describe('waybill outbox', () => {
  const calls: unknown[] = [];
  const outbox = (service: string) => ({
    service,
    status: () => Promise.resolve({ pending: 3, oldestSeconds: 1.25, refused: 0, dead: 1 }),
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
  let progress = [{ waiting: 0, dead: 0 }];
  const now = Date.parse('2026-11-22T10:00:00Z');
  const command = outboxCommand(
    (_, work) => work([outbox('order'), outbox('analytics')]),
    () => now,
  );

  it('shows what waits in each service, and what to do about dead rows', async () => {
    const { stdout } = await call(command, 'status');
    expect(stdout).toMatch(/order +3 +1\.3 s +0 +1\n/);
    expect(stdout).toContain('republish');
    expect(JSON.parse((await call(command, 'status', '--json')).stdout)).toMatchObject({
      outboxes: [{ service: 'order', pending: 3, dead: 1 }, { service: 'analytics' }],
    });
  });

  it('publishes again since a time, in all services or in one', async () => {
    await call(command, 'republish', '--since', '15m');
    expect(calls).toEqual([
      ['order', '2026-11-22T09:45:00.000Z'],
      ['analytics', '2026-11-22T09:45:00.000Z'],
      'resend of order',
    ]);
    await call(command, 'republish', '--since', '2026-11-22', '--service', 'order');
    expect(calls.at(-2)).toEqual(['order', '2026-11-22T00:00:00.000Z']);
  });

  it('waits until the rows are out, and says what the broker stored', async () => {
    progress = [
      { waiting: 60, dead: 0 },
      { waiting: 20, dead: 0 },
      { waiting: 0, dead: 0 },
    ];
    const { stdout, exitCode } = await call(command, 'republish', '--since', '15m');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('order: 60 rows to send again, 60 stored\n');
    expect(stdout).toContain('analytics: 0 rows to send again, 0 stored\n');
  });

  it('fails where the broker refused some, and says how many', async () => {
    progress = [{ waiting: 0, dead: 3 }];
    const { stdout, stderr, exitCode } = await call(command, 'republish', '--since', '15m', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      republished: [
        { service: 'order', rows: 60, stored: 57, refused: 3, waiting: 0 },
        { service: 'analytics' },
      ],
    });
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('refused') });
    progress = [{ waiting: 0, dead: 0 }];
  });

  it('gives up waiting where no row goes out for a while', async () => {
    let time = 0;
    progress = [{ waiting: 45, dead: 0 }];
    const resent = await awaitResend(
      [{ outbox: outbox('order'), republished: { resendId: 'r', rows: 60 } }],
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        patienceMs: 1_000,
        now: () => time,
        wait: (ms) => Promise.resolve((time += ms)),
      },
    );
    progress = [{ waiting: 0, dead: 0 }];
    expect(resent).toEqual([{ service: 'order', rows: 60, stored: 15, refused: 0, waiting: 45 }]);
    expect(time).toBeGreaterThanOrEqual(1_000);
  });

  it('wants to know since when, and for which service that there is', async () => {
    expect(await call(command, 'republish')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--since'),
    });
    expect(await call(command, 'status', '--service', 'billing')).toMatchObject({
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
