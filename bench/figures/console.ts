import { quantile, type Comparison, type Round } from '../comparison.ts';
import type { Bench } from '../figure.ts';
import { requestsOf, spansOfOrders } from './spans.ts';
import { withSink } from './tracing/sink.ts';

/** Of eight spans each, as for an order without the calls inside a service. */
const SPANS_OF_AN_ORDER = 8;
const BATCH = 512;
const SENDERS = 4;
const LISTS = 200;

export const says = 'spans received and stored by the console, and its response times';

export const services = ['console'];

/**
 * How fast the console receives spans over HTTP and stores them, compared with a receiver that reads the same requests
 * and discards them; and how fast it responds once they are there.
 */
export async function measure({ servers: { consoleUrl }, quick, rounds }: Bench): Promise<Comparison[]> {
  const orders = quick ? 2_500 : 12_500;
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const spans = spansOfOrders(orders);
    const requests = requestsOf(spans, BATCH);
    const baseline = { value: await withSink((sink) => rate(sink, requests, spans.length)) };
    measured.push({ baseline, subject: { value: await rate(consoleUrl, requests, spans.length) } });
  }
  await printResponseTimes(consoleUrl);
  return [
    {
      name: 'console',
      unit: 'spans/s',
      subject: `${orders * SPANS_OF_AN_ORDER} spans as OTLP/JSON, ${BATCH} a request, ${SENDERS} senders, stored`,
      baseline: 'the same requests read and discarded',
      aim: 0.3,
      rounds: measured,
    },
  ];
}

async function printResponseTimes(consoleUrl: string): Promise<void> {
  const lists = await ask(`${consoleUrl}/api/traces?limit=50`, LISTS);
  const filtered = await ask(`${consoleUrl}/api/traces?event=order.placed&limit=50`, LISTS);
  console.log(`list of 50          ${milliseconds(lists)}`);
  console.log(`the same, one event ${milliseconds(filtered)}`);
  const large = spansOfOrders(10_000 / SPANS_OF_AN_ORDER, 'one trace');
  await rate(consoleUrl, requestsOf(large, BATCH), large.length);
  const traces = await ask(`${consoleUrl}/api/traces/${large[0]!.traceId}`, 5);
  console.log(`a trace of ${large.length.toLocaleString('en')} spans ${milliseconds(traces)}`);
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

const milliseconds = (took: readonly number[]) =>
  `p50 ${quantile(took, 0.5).toFixed(1)} ms, p99 ${quantile(took, 0.99).toFixed(1)} ms (${took.length} requests)`;
