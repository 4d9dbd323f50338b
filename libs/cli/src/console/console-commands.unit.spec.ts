import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessagesResponse, SearchHit, TraceSummary } from '@waybill/console-api';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliError } from '../cli-error.js';
import { messages as addMessages } from '../messages.command.js';
import { runCli } from '../run.js';
import { trace as addTrace } from '../trace.command.js';
import { traces as addTraces } from '../traces.command.js';
import { consoleLink } from './console-link.js';
import { detail, journey, summary, TRACE_ID } from './traces.fixture.js';

/** A console that responds as the test wants. */
class FakeConsole {
  readonly asked: string[] = [];
  traces: TraceSummary[] = [summary()];
  hits: SearchHit[] = [];
  messages: MessagesResponse = { items: [journey()], complete: true, lost: false, missing: [] };
  readonly streams = new Set<ServerResponse>();
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Of the last request. */
  authorization: string | undefined;

  async stop(): Promise<void> {
    const server = this.#server!;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    this.streams.clear();
  }

  say(topics: string[]): void {
    for (const stream of this.streams) {
      stream.write(`event: changed\ndata: ${JSON.stringify({ topics, traceIds: [] })}\n\n`);
    }
  }

  #answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(url);
    this.authorization = headers.authorization;
    const [path] = url.split('?');
    if (path === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: hello\ndata: {}\n\n');
      this.streams.add(response);
    } else if (path === '/api/traces') json(response, 200, { items: this.traces });
    else if (path === '/api/search') json(response, 200, { items: this.hits });
    else if (path === '/api/messages') json(response, 200, this.messages);
    else if (path === `/api/traces/${TRACE_ID}`) json(response, 200, detail());
    else json(response, 404, { title: 'Not found', status: 404, detail: 'this trace is not kept' });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

describe('the commands that ask the console', () => {
  let fake: FakeConsole;
  let stop: AbortController;
  let stackRuns: boolean;
  let stdout: string;
  let stderr: string;
  /** Milliseconds; waiting passes them at once. */
  let clock: number;

  const open = (_: string, signal: AbortSignal) =>
    Promise.resolve(
      consoleLink(fake.url, signal, () =>
        stackRuns
          ? Promise.resolve()
          : Promise.reject(new CliError('no platform is running here', { code: 'NOT_RUNNING' })),
      ),
    );
  const wait = async (ms: number) => {
    clock += ms;
    await new Promise(setImmediate);
  };
  const commands = [addTraces(open, { wait, now: () => clock }), addTrace(open), addMessages(open)];

  async function call(...args: string[]) {
    const exitCode = await runCli(args, commands, {
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      signal: stop.signal,
    });
    return { exitCode, stdout, stderr };
  }

  beforeEach(async () => {
    fake = new FakeConsole();
    [stop, stackRuns, stdout, stderr, clock] = [new AbortController(), true, '', '', 0];
    await fake.start();
  });

  afterEach(() => fake.stop());

  describe('traces', () => {
    it('show the token of the console, where there is one', async () => {
      const link = (token?: string) => consoleLink(fake.url, stop.signal, () => Promise.resolve(), token);
      await link('a token of many characters').get('/api/traces');
      expect(fake.authorization).toBe('Bearer a token of many characters');
      await link().get('/api/traces');
      expect(fake.authorization).toBeUndefined();
    });

    it('lists the newest, one a line', async () => {
      await call('traces');
      expect(stdout).toMatch(
        /18:50:01\.123 {2}7f3a2b4c9d10 {2}retried +5\.13 s +6 {2}order: POST \/orders, order\.placed \(order-1\)\n$/,
      );
    });

    it('asks for what the flags say', async () => {
      const flags =
        '--service order --event order.placed --order o-1 --status failed --min-duration 1.5s --limit 7';
      await call('traces', ...flags.split(' '));
      expect(fake.asked).toEqual([
        '/api/traces?service=order&event=order.placed&orderId=o-1&status=failed&minDurationMs=1500&limit=7',
      ]);
    });

    it("prints the console's own response as JSON", async () => {
      await call('traces', '--json');
      expect(JSON.parse(stdout)).toEqual({ items: [summary()] });
    });

    it('says how to get one if there is none', async () => {
      fake.traces = [];
      expect((await call('traces')).stdout).toContain('click "order"');
    });

    it.each([
      ['--status', 'broken'],
      ['--min-duration', 'long'],
      ['--limit', '0'],
      ['--limit', 'many'],
      ['stray'],
    ])('does not guess what %s %s means', async (...args) => {
      expect(await call('traces', ...args.filter(Boolean))).toMatchObject({ exitCode: 2 });
      expect(fake.asked).toEqual([]);
    });

    it('follows: prints new ones below, also after the console was down, until Ctrl-C', async () => {
      const following = call('traces', '--follow');
      await until(() => fake.streams.size === 1);
      fake.traces = [summary({ traceId: 'b'.repeat(32), rootName: 'POST /behavior' }), ...fake.traces];
      fake.say(['outbox']); // not subscribed to
      fake.say(['traces']);
      await until(() => stdout.includes('POST /behavior'));

      await fake.stop();
      await until(() => stderr.includes('the console is down'));
      await fake.start();
      await until(() => stderr.includes('the console is back'));
      fake.traces = [summary({ traceId: 'c'.repeat(32), rootName: 'GET /later' }), ...fake.traces];
      fake.say(['traces']);
      await until(() => stdout.includes('GET /later'));

      stop.abort();
      expect((await following).exitCode).toBe(0);
      expect(stdout.match(/POST \/orders/g)).toHaveLength(1);
    });

    it('follows in JSON one document a line', async () => {
      const following = call('traces', '--follow', '--json');
      await until(() => stdout.endsWith('\n'));
      stop.abort();
      await following;
      expect(JSON.parse(stdout)).toEqual(summary());
    });

    it('stops to follow when the whole stack has gone', async () => {
      const following = call('traces', '--follow');
      await until(() => fake.streams.size === 1);
      stackRuns = false;
      await fake.stop();
      expect(await following).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('no platform is running here'),
      });
      await fake.start();
    });
  });

  describe('trace', () => {
    it('shows one by its id', async () => {
      expect((await call('trace', TRACE_ID)).stdout).toContain('process order.placed [#2 handled]');
      expect(fake.asked).toEqual([`/api/traces/${TRACE_ID}`]);
    });

    it('shows one by the beginning of its id', async () => {
      fake.hits = [
        { kind: 'trace', id: TRACE_ID, title: 'POST /orders' },
        { kind: 'event', id: '7f3a-event', title: 'order.placed' },
      ];
      expect((await call('trace', '7F3A')).exitCode).toBe(0);
      expect(fake.asked).toEqual(['/api/search?q=7f3a', `/api/traces/${TRACE_ID}`]);
    });

    it('names those that begin alike, and says so where none does', async () => {
      fake.hits = ['1', '2'].map((end) => ({ kind: 'trace', id: `7f3a${end}`, title: '' }));
      expect(await call('trace', '7f3a')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('7f3a1, 7f3a2'),
      });
      fake.hits = [];
      expect(await call('trace', 'ffff')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('no trace'),
      });
    });

    it('says what the console says of a trace that is not kept', async () => {
      expect(await call('trace', 'a'.repeat(32))).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('this trace is not kept'),
      });
    });

    it.each([[], ['abc'], ['order-1'], ['7f3a', '7f3b']])(
      'does not guess which is meant by %s',
      async (...args) => {
        expect(await call('trace', ...args)).toMatchObject({ exitCode: 2 });
      },
    );

    it("prints the console's own response as JSON", async () => {
      await call('trace', TRACE_ID, '--json');
      expect(JSON.parse(stdout)).toEqual(detail());
    });
  });

  describe('messages', () => {
    it('shows the way of each, in the order of time', async () => {
      await call('messages', '--order', 'order-1');
      expect(fake.asked).toEqual(['/api/messages?orderId=order-1']);
      const ways = stdout.split('\n').filter((line) => line.startsWith('  ') && !line.includes('event-1'));
      expect(ways.map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
        '18:50:01.138 | appended | to the outbox, row 17',
        '+90 ms | published | as order.placed.v1.standard.3, ORDER 1042',
        '+95 ms | delivered | attempt 1 retried after 9.0 ms, analytics (CountSales): Error: no such table',
        '+5.10 s | delivered | attempt 2 handled after 12 ms, analytics (CountSales)',
        '1 of 1 done',
      ]);
      expect(stdout).toMatch(/1 message: complete\n$/);
    });

    it('says why one has not been published, and whose word is missing', async () => {
      const waiting = { attempts: 3, lastError: 'maximum messages exceeded', parked: true };
      fake.messages = {
        items: [journey({ published: undefined, deliveries: [], waiting, complete: false })],
        complete: false,
        lost: false,
        missing: ['recommendation'],
      };
      await call('messages', '--event', 'event-1');
      expect(stdout).toContain(
        'waits in the outbox, refused 3 times; it is parked: maximum messages exceeded',
      );
      expect(stdout).toContain('recommendation does not respond');
      expect(stdout).toContain('not complete');
    });

    it('says until when one waits, or that it was cancelled', async () => {
      const scheduled = { dueAt: '2999-01-01T00:00:00.000Z' };
      const open = { published: undefined, deliveries: [] };
      const waiting = { attempts: 0, parked: false };
      fake.messages.items = [journey({ ...open, waiting, scheduled, complete: false })];
      await call('messages', '--event', 'event-1');
      expect(stdout).toContain('waits until 2999-01-01 00:00:00 UTC');
      const cancelledAt = '2026-11-22T18:51:00.000Z';
      fake.messages.items = [journey({ ...open, scheduled: { ...scheduled, cancelledAt }, consumers: [] })];
      await call('messages', '--event', 'event-1');
      expect(stdout).toMatch(/cancelled +before it was due: it is never published/);
    });

    it('reports dead letters and replays', async () => {
      const at = '2026-11-22T18:51:00.000Z';
      fake.messages.items = [
        journey({
          deadLettered: [
            { id: '7', consumer: 'analytics', at, reason: 'attempts-exhausted', state: 'replayed' },
          ],
          replayed: [{ consumer: 'analytics', at, deadLetterId: '7' }],
        }),
      ];
      await call('messages', '--event', 'event-1');
      expect(stdout).toMatch(
        /dead-lettered +by analytics \(attempts-exhausted\); letter 7, replayed\n.*replayed +to analytics/,
      );
    });

    it('says what is lost, and fails, so that a script notices', async () => {
      const consumers = [{ ...journey().consumers[0]!, state: 'lost' as const }];
      const items = [journey({ consumers, complete: false, lost: true })];
      fake.messages = { items, complete: false, lost: true, missing: [] };
      expect(await call('messages', '--order', 'order-1')).toMatchObject({ exitCode: 1 });
      expect(stdout).toContain('0 of 1 done, lost to analytics: gone from the stream, never handled');
      expect(stdout).toMatch(/1 message: not complete: lost, gone from the stream/);
    });

    it('fails where nothing is known, and says who might know', async () => {
      fake.messages = { items: [], complete: true, lost: false, missing: ['order'] };
      expect(await call('messages', '--order', 'x')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('order does not respond and may know'),
      });
    });

    it.each([[], ['--order', 'a', '--event', 'b']])('wants an order or an event: %s', async (...args) => {
      expect(await call('messages', ...args)).toMatchObject({ exitCode: 2 });
    });
  });

  it('say what to do if the console does not respond', async () => {
    await fake.stop();
    for (const args of [
      ['traces'],
      ['traces', '--follow'],
      ['trace', TRACE_ID],
      ['messages', '--order', 'x'],
    ] as const) {
      const [command, ...rest] = args;
      stderr = '';
      expect(await call(command, ...rest)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/the console does not respond at http.*\n.*status/),
      });
    }
    await fake.start();
  });
});

async function until(look: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!look()) {
    if (performance.now() > deadline) throw new Error('what the test waits for did not come within 10 s');
    await new Promise(setImmediate);
  }
}
