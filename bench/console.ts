import { spansOfOrders, requestsOf } from './console/spans.ts';
import { printSetUp, quantile, withServers } from './servers.ts';
import { withSink } from './tracing/sink.ts';

/** Of eight spans each, as for an order without the calls inside a service: 100,000 in all. */
const ORDERS = 12_500;
const BATCH = 512;
const SENDERS = 4;
const LISTS = 200;

export const says = 'spans received and stored by the console, and its response times';

/**
 * How fast the console receives spans over HTTP and stores them, compared with a receiver that reads the same requests
 * and discards them; and how fast it responds once they are there.
 */
export async function run(): Promise<void> {
  const spans = spansOfOrders(ORDERS);
  const large = spansOfOrders(10_000 / 8, 'one trace');
  await withServers(
    async (servers) => {
      await printSetUp(
        servers,
        `${spans.length.toLocaleString('en')} spans as OTLP/JSON, ${BATCH} a request, ${SENDERS} senders at once`,
      );
      const requests = requestsOf(spans, BATCH);
      const discarded = await withSink((sink) => rate(sink, requests, spans.length));
      const kept = await rate(servers.consoleUrl, requests, spans.length);
      console.log(`discarded           ${perSecond(discarded)}`);
      console.log(`stored              ${perSecond(kept)}, ${(kept / discarded).toFixed(2)} of that`);

      await ask(`${servers.consoleUrl}/api/traces?limit=50`, 10);
      const lists = await ask(`${servers.consoleUrl}/api/traces?limit=50`, LISTS);
      const filtered = await ask(`${servers.consoleUrl}/api/traces?event=order.placed&limit=50`, LISTS);
      console.log(`list of 50          ${milliseconds(lists)}`);
      console.log(`the same, one event ${milliseconds(filtered)}`);

      await rate(servers.consoleUrl, requestsOf(large, BATCH), large.length);
      const traces = await ask(`${servers.consoleUrl}/api/traces/${large[0]!.traceId}`, 5);
      console.log(`a trace of ${large.length.toLocaleString('en')} spans ${milliseconds(traces)}`);
    },
    { services: ['console'] },
  );
}

async function rate(url: string, requests: readonly string[], spans: number): Promise<number> {
  const started = performance.now();
  let next = 0;
  const sender = async () => {
    for (let at = next++; at < requests.length; at = next++) {
      const response = await fetch(`${url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: requests[at]!,
      });
      const body = await response.text();
      if (!response.ok || body.includes('rejected')) throw new Error(`${response.status} ${body}`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return (1000 * spans) / (performance.now() - started);
}

/** Milliseconds that each request took, one after the other. */
async function ask(url: string, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} responded with ${response.status}`);
    await response.arrayBuffer();
    took.push(performance.now() - started);
  }
  return took;
}

const perSecond = (rate: number) => `${Math.round(rate).toLocaleString('en')} spans/s`;

const milliseconds = (took: readonly number[]) =>
  `p50 ${quantile(took, 0.5).toFixed(1)} ms, p99 ${quantile(took, 0.99).toFixed(1)} ms (${took.length} requests)`;
