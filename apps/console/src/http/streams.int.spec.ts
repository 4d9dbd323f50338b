import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StreamsResponse, TopologyResponse } from '@waybill/console-api';
import type { TestService } from '@waybill/service/testing';
import { Broker } from '../platform/broker.js';
import { eventually } from '../testing/eventually.js';
import { FakeService } from '../testing/fake-service.js';
import { startTestConsole } from '../testing/test-console.js';

/** One service with one consumer, of which an operator deletes this and that on the broker. */
describe('streams and durables that a service declares', () => {
  let console: TestService;
  let fake: FakeService;
  let stream: string;
  let durable: string;

  beforeAll(async () => {
    [console, fake] = await Promise.all([startTestConsole(), FakeService.start()]);
    const transport = console.app.get(Broker, { strict: false }).transport;
    const type = `${fake.name}.placed`;
    const filter = `${type}.v1.*.*`;
    stream = fake.name.toUpperCase();
    durable = `${fake.name}-sales`;
    const defaults = { maxAgeMs: 60_000, duplicateWindowMs: 1_000, replicas: 1 };
    const declaration = {
      stream,
      name: durable,
      filters: [filter],
      maxAckPending: 1,
      ackWaitMs: 10_000,
      startAt: 'beginning' as const,
      metadata: { 'waybill-service': fake.name },
    };
    await transport.reconcile({
      streams: [
        { name: 'DEAD', subjects: ['dead.>'], limits: {}, defaults },
        { name: stream, subjects: [`${fake.name}.>`], limits: {}, defaults },
      ],
      consumers: [declaration],
    });
    await fake.introduce(console, {
      publishes: [{ type, version: 1, stream, subjectTemplate: `${type}.v1.{lane}.{partition}` }],
      consumers: [
        {
          consumer: durable,
          formerly: [],
          ignores: [],
          durable,
          stream,
          filters: [filter],
          concurrency: 1,
          mode: 'key',
          attempts: 1,
          routes: [{ type, handler: 'Handle' }],
        },
      ],
    });
  });

  afterAll(async () => {
    await fake?.close();
    await console?.close();
  });

  async function seen() {
    const get = async <T>(path: string) => (await (await fetch(console.url + path)).json()) as T;
    const [{ streams }, { nodes }] = await Promise.all([
      get<StreamsResponse>('/api/streams'),
      get<TopologyResponse>('/api/topology'),
    ]);
    const own = streams.find(({ name }) => name === stream);
    const stateOf = (id: string) => nodes.find((node) => node.id === id)?.state;
    return {
      stream: own,
      consumer: own?.consumers[0],
      states: [`stream:${stream}`, `consumer:${durable}`, `service:${fake.name}`].map(stateOf),
    };
  }

  it('are there', async () => {
    expect(await seen()).toMatchObject({
      stream: { missing: false },
      consumer: { missing: 0, durables: [{ name: durable, missing: false, pending: 0 }] },
      states: ['up', 'up', 'up'],
    });
  });

  it('are paused and resumed by their service, which refuses what it does not have', async () => {
    const asked: unknown[] = [];
    await fake.answer('consumers.pause', (request, operator) => {
      asked.push(request, operator);
      return { consumer: durable, until: null, reason: 'we move' };
    });
    const post = (path: string, body: object) =>
      fetch(`${console.url}/api/consumers/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const paused = await post(`${durable}/pause`, { forMs: 600_000, reason: 'we move' });
    expect([paused.status, await paused.json()]).toEqual([
      200,
      { consumer: durable, until: null, reason: 'we move' },
    ]);
    expect(asked).toEqual([{ consumer: durable, forMs: 600_000, reason: 'we move' }, undefined]);

    const since = new Date().toISOString();
    fake.presence.notPulling = [{ consumer: durable, cause: 'paused', since, detail: 'we move' }];
    fake.announce();
    expect(await eventually(seen, ({ consumer }) => consumer?.paused !== undefined)).toMatchObject({
      consumer: { paused: { since, reason: 'we move' }, drainSeconds: null },
      states: ['up', 'degraded', 'up'],
    });
    fake.presence.notPulling = [{ consumer: durable, cause: 'dependency-down', since, detail: 'payments' }];
    fake.announce();
    expect(await eventually(seen, ({ consumer }) => consumer?.waitsFor !== undefined)).toMatchObject({
      consumer: { waitsFor: { dependency: 'payments', since } },
    });

    await fake.refuse('consumers.resume', 'CONSUMER_OPERATION_REFUSED', 'not now');
    expect((await post(`${durable}/resume`, {})).status).toBe(422);
    expect((await post('unknown/pause', {})).status).toBe(404);
    expect((await post(`${durable}/pause`, { forMs: 0 })).status).toBe(400);
    fake.presence.notPulling = [];
    fake.announce();
    await eventually(seen, ({ consumer }) => consumer?.waitsFor === undefined);
  });

  it('are told to be missing where one durable was deleted, and what needs it is degraded', async () => {
    await fake.operate(`CONSUMER.DELETE.${stream}.${durable}`);
    expect(await eventually(seen, ({ consumer }) => consumer?.missing === 1)).toMatchObject({
      stream: { missing: false },
      consumer: {
        drainSeconds: null,
        durables: [{ name: durable, missing: true, pending: null, ackPending: null, ackFloor: null }],
      },
      states: ['up', 'degraded', 'degraded'],
    });
  });

  it('are told to be missing where the stream was deleted', async () => {
    await fake.operate(`STREAM.DELETE.${stream}`);
    expect(await eventually(seen, (now) => now.stream?.missing === true)).toMatchObject({
      stream: { name: stream, messages: null, lastSequence: null },
      consumer: { missing: 1 },
      states: ['down', 'degraded', 'degraded'],
    });
  });
});
