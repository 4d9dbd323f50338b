import { once } from 'node:events';
import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { testNats } from '@waybill/stack/testing';
import { Deliveries } from '../testing/deliveries.js';
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

describe('a message with a header that no client reads', () => {
  it('is delivered as one without headers, and what follows is delivered too', async () => {
    const { url } = await testNats();
    const transport = await connectJetStream({ servers: [url], name: 'foreign' });
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
    await publishRaw(url, `${domain}.happened`, 'na me: value', 'poison');
    await transport.publish({ id: 'next', subject: `${domain}.happened`, headers: {}, body: 'next' });

    const received = new Deliveries();
    const subscription = await transport.subscribe(consumer, (delivery) => {
      received.add(delivery);
      delivery.ack();
    });
    const [poison, next] = await received.reach(2);
    expect(poison).toMatchObject({ id: '', headers: {}, sequence: 1 });
    expect(new TextDecoder().decode(poison!.body)).toBe('poison');
    expect(next).toMatchObject({ id: 'next', sequence: 2 });
    expect(await transport.read(stream, 1)).toMatchObject({ id: '', headers: {} });
    expect(await transport.readPage(stream, { limit: 2 })).toHaveLength(2);
    const scanned = [];
    for await (const { sequence } of transport.scan(stream, '>')) scanned.push(sequence);
    expect(scanned).toEqual([1, 2]);
    await subscription.stop();
    await transport.close();
  });
});
