import { once } from 'node:events';
import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { testNats } from '@waybill/testing';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { decodeEvent } from '../message/decode-event.js';
import { Deliveries } from '../testing/deliveries.js';
import { contextOf } from '../tracing/propagation.js';
import { connectJetStream } from './index.js';

/** Publishes by hand: no client sends such a header, and nats-server does not look at it. */
async function publishRaw(url: string, subject: string, header: string, body: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const block = `NATS/1.0\r\n${header}\r\n\r\n`;
  const size = Buffer.byteLength(block);
  socket.write(
    `CONNECT {"verbose":false,"headers":true}\r\n` +
      `HPUB ${subject} ${size} ${size + Buffer.byteLength(body)}\r\n${block}${body}\r\nPING\r\n`,
  );
  let answer = '';
  for await (const [chunk] of (async function* () {
    for (;;) yield (await once(socket, 'data')) as [Buffer];
  })()) {
    answer += chunk.toString();
    if (answer.includes('PONG')) break;
  }
  socket.destroy();
}

async function open(name: string) {
  const { url } = await testNats();
  const transport = await connectJetStream({ servers: [url], name });
  const domain = `d${randomUUID().slice(0, 8)}`;
  const stream = domain.toUpperCase();
  const consumer = {
    ...{ stream, name: 'worker', filters: [`${domain}.>`], maxAckPending: 1, ackWaitMs: 30_000 },
    ...{ startAt: 'beginning' as const, metadata: {} },
  };
  await transport.reconcile({
    streams: [
      {
        name: stream,
        subjects: [`${domain}.>`],
        limits: {},
        defaults: { maxAgeMs: 60_000, duplicateWindowMs: 60_000, replicas: 1 },
      },
    ],
    consumers: [consumer],
  });
  return { url, transport, domain, stream, consumer };
}

describe('a message with a header that no client reads', () => {
  it('is delivered as one without headers, and what follows is delivered too', async () => {
    const { url, transport, domain, stream, consumer } = await open('foreign');
    await publishRaw(url, `${domain}.happened`, 'na me: value', 'poison');
    await transport.publish({ id: 'next', subject: `${domain}.happened`, headers: {}, body: 'next' });

    const received = new Deliveries();
    const subscription = await transport.subscribe(consumer, (delivery) => {
      received.add(delivery);
      delivery.ack();
    });
    const [poison, next] = await received.reach(2);
    expect(poison).toMatchObject({ id: '', headers: {}, position: '1' });
    expect(new TextDecoder().decode(poison!.body)).toBe('poison');
    expect(next).toMatchObject({ id: 'next', position: '2' });
    expect(await transport.reader.read(stream, '1')).toMatchObject({ id: '', headers: {} });
    expect(await transport.reader.readPage(stream, { limit: 2 })).toHaveLength(2);
    const scanned = [];
    for await (const { position } of transport.reader.scan(stream, '>')) scanned.push(position);
    expect(scanned).toEqual(['1', '2']);
    await subscription.stop();
    await transport.close();
  });
});

describe('a message whose headers are in another letter case', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = {
    'Ce-Id': 'event%201',
    'Ce-Source': 'shop',
    'CE-TIME': '2026-11-22T19:19:21.672Z',
    'Ce-Partitionkey': 'k',
    Traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    Tracestate: 'vendor=1',
    'Waybill-Note': 'known',
    'X-Note': 'Theirs',
  };

  it('has the same trace, source and id, and may be dead-lettered; headers of others stay as they are', async () => {
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const { url, transport, domain, stream, consumer } = await open('canonical');
    const contract = defineEvent({
      type: `${domain}.happened`,
      version: 1,
      owner: 'shop',
      key: () => 'unused',
      schema: z.object({}),
    });
    const block = Object.entries({ ...headers, 'nats-note': 'no longer the broker’s' });
    await publishRaw(
      url,
      `${contract.name}.standard.0`,
      block.map(([name, value]) => `${name}: ${value}`).join('\r\n'),
      '{}',
    );
    const received = new Deliveries();
    const subscription = await transport.subscribe(consumer, (delivery) => {
      received.add(delivery);
      delivery.ack();
    });
    const [delivery] = await received.reach(1);
    expect(decodeEvent(contract, delivery!)).toMatchObject({
      id: 'event 1',
      source: 'shop',
      time: '2026-11-22T19:19:21.672Z',
      key: 'k',
    });
    expect(trace.getSpanContext(contextOf(delivery!.headers))).toMatchObject({ traceId });
    const known = Object.entries(headers).map(([name, value]) => [
      name === 'X-Note' ? name : name.toLowerCase(),
      value,
    ]);
    expect(delivery!.headers).toEqual(Object.fromEntries(known));
    expect((await transport.reader.read(stream, '1'))!.headers).toEqual(delivery!.headers);
    // Whatever came in may go out again, as a dead letter does.
    await transport.publish({ ...delivery!, id: 'letter', subject: `${domain}.letter` });
    await subscription.stop();
    await transport.close();
  });
});
