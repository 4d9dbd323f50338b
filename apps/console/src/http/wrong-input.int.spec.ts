import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@waybill/service/testing';
import { startTestConsole } from '../testing/test-console.js';

describe('what the console is asked wrongly', () => {
  let console: TestService;

  beforeAll(async () => {
    console = await startTestConsole();
  });
  afterAll(() => console.close());

  const address = (path: string) => `${console.url}/api/${path.replace('<256>', 'a'.repeat(256))}`;

  it.each([
    ['traces?limit=0', '/limit', 'from 1 to 200'],
    ['traces?limit=1&limit=2', '/limit', 'from 1 to 200'],
    ['traces?minDurationMs=-1', '/minDurationMs', '0 or more'],
    ['traces?service=', '/service', 'must not be empty'],
    ['traces?service=a&service=b', '/service', 'must be given once'],
    ['traces?event=<256>', '/event', '255 characters'],
    ['traces?orderId=%00', '/orderId', 'NUL'],
    ['messages?orderId=<256>', '/orderId', '255 characters'],
    ['messages?eventId=', '/eventId', 'must not be empty'],
    ['streams/ORDER/messages?limit=201', '/limit', 'from 1 to 200'],
    ['streams/ORDER/messages?limit=', '/limit', 'from 1 to 200'],
    ['streams/ORDER/messages?sequence=0', '/sequence', 'of 1 or more'],
    ['streams/ORDER/messages?sequence=1e30', '/sequence', 'of 1 or more'],
    ['streams/ORDER/messages?subject=a%20b', '/subject', 'must be a subject'],
    ['streams/OR%20DER/messages', '/stream', 'must be the name of a stream'],
    ['streams/%3E/messages', '/stream', 'must be the name of a stream'],
    ['streams/..%2FORDER/messages', '/stream', 'must be the name of a stream'],
    ['dead-letters?limit=501', '/limit', 'from 1 to 500'],
    ['dead-letters?state=closed', '/state', 'must be "open" or "all"'],
    ['search', '/q', 'is missing'],
    ['search?q=%20', '/q', 'must not be empty'],
    ['search?q=<256>', '/q', '255 characters'],
  ])('%s is refused, with its place and what would do', async (path, pointer, word) => {
    const answer = await fetch(address(path));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
    ]);
    const { errors } = (await answer.json()) as { errors: unknown };
    expect(errors).toEqual([{ pointer, message: expect.stringContaining(word) }]);
  });

  it.each([
    'traces?minDurationMs=1e308',
    'traces?service=%27%3B%20DROP%20TABLE%20span%3B--',
    'search?q=%25',
    'search?q=a.*.%3E',
  ])('%s finds nothing', async (path) => {
    const answer = await fetch(address(path));
    expect([answer.status, await answer.json()]).toEqual([200, { items: [] }]);
  });

  it.each(['streams/NONE/messages', 'dead-letters/a.*.%3E', 'messages?orderId=none'])(
    '%s is not there',
    async (path) => {
      expect((await fetch(address(path))).status).toBe(404);
    },
  );
});
