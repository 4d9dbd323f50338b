import { describe, expect, it } from '@jest/globals';
import { OrdersEndpoint, type OrdersEndpointOptions } from './orders-endpoint.ts';

const ANSWER = { accepted: 1, duplicates: 0, rejected: [] };

/** An endpoint whose service returns these responses in turn, and which records how long it waited between them. */
function endpointOf(answers: (() => Response)[], options: Partial<OrdersEndpointOptions> = {}) {
  const waits: number[] = [];
  const endpoint = new OrdersEndpoint({
    url: 'http://order.test',
    signal: new AbortController().signal,
    fetch: () => Promise.resolve().then(() => answers.shift()!()),
    wait: (ms) => Promise.resolve(waits.push(ms)),
    ...options,
  });
  return { endpoint, waits };
}

const refused = (): Response => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
};
const status =
  (code: number, headers = {}) =>
  () =>
    new Response('{"detail":"because"}', { status: code, headers });
const answered = () => Response.json(ANSWER);

describe('sending an import request', () => {
  it('sends it again with growing delays while the service is restarting', async () => {
    const { endpoint, waits } = endpointOf([refused, status(503), refused, answered]);
    await expect(endpoint.send('{}')).resolves.toEqual(ANSWER);
    expect(waits).toHaveLength(3);
    expect(waits[2]).toBeGreaterThanOrEqual(1000);
  });

  it('waits as long as the service asks', async () => {
    const { endpoint, waits } = endpointOf([status(503, { 'retry-after': '2' }), answered]);
    await endpoint.send('{}');
    expect(waits).toEqual([2000]);
  });

  it('gives up once no request has had a response for too long, and says what to do', async () => {
    let now = 0;
    const { endpoint } = endpointOf([refused, refused, refused], { patienceMs: 50, now: () => (now += 30) });
    await expect(endpoint.send('{}')).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
      fix: expect.stringContaining('run the import again'),
    });
  });

  it('stops at once where the stack was stopped', async () => {
    const { endpoint } = endpointOf([refused], { assertRunning: () => Promise.reject(new Error('stopped')) });
    await expect(endpoint.send('{}')).rejects.toThrow('stopped');
  });

  it('shows the token that it is given at each request, and says what is missing where it is refused', async () => {
    const tokens = ['first', 'renewed'];
    const shown: (string | null)[] = [];
    const { endpoint } = endpointOf([], {
      token: () => tokens[shown.length],
      fetch: (_url, init) => {
        shown.push(new Headers(init?.headers).get('authorization'));
        return Promise.resolve(shown.length === 1 ? status(503)() : status(401)());
      },
    });
    await expect(endpoint.send('{}')).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      fix: expect.stringContaining('SERVICES_TOKEN_FILE'),
    });
    expect(shown).toEqual(['Bearer first', 'Bearer renewed']);
  });

  it('does not repeat a request that is refused for what is in it, and keeps the reasons', async () => {
    const errors = [{ pointer: '/orders/0/customerId', message: 'too long' }];
    const { endpoint } = endpointOf([() => Response.json({ detail: 'because', errors }, { status: 400 })]);
    await expect(endpoint.send('{}')).rejects.toMatchObject({ code: 'REQUEST_REFUSED', errors });
  });

  it('does not repeat a request where no imports are taken at all', async () => {
    const { endpoint } = endpointOf([status(404)]);
    await expect(endpoint.send('{}')).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('because'),
    });
  });

  it('does not take another page for a result', async () => {
    const { endpoint } = endpointOf([() => new Response('<html>')]);
    await expect(endpoint.send('{}')).rejects.toThrow('does not respond as the order service does');
  });

  it('ends when told to stop while it waits', async () => {
    const stop = new AbortController();
    const { endpoint } = endpointOf([refused], {
      signal: stop.signal,
      wait: () => {
        stop.abort();
        return Promise.resolve();
      },
    });
    await expect(endpoint.send('{}')).rejects.toMatchObject({ name: 'AbortError' });
  });
});
