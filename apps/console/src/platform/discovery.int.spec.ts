import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientNats } from '@nestjs/microservices';
import { inspectionSubject, PRESENCE_SUBJECT, type Presence } from '@waybill/messaging';
import { connectionSettings } from '@waybill/messaging/jetstream';
import type { TestService } from '@waybill/service/testing';
import { testNats } from '@waybill/stack/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceAway, ServiceInspector, ServiceRefused } from '../application/service-inspector.js';
import { ServiceDirectory } from '../application/service-directory.js';
import { startTestConsole } from '../testing/test-console.js';

interface Nats {
  subscribe(subject: string, options: { callback: (error: unknown, message: Question) => void }): void;
  flush(): Promise<void>;
}
interface Question {
  json<T>(): T;
  respond(body: string): void;
}

/** A service on the wire: says that it is there, and answers as it is told to. */
class FakeService {
  readonly name = `fake-${randomUUID().slice(0, 8)}`;
  readonly presence: Presence = {
    service: this.name,
    instance: randomUUID(),
    startedAt: new Date().toISOString(),
    roles: ['api'],
  };

  private constructor(private readonly client: ClientNats) {}

  static async start(url: string): Promise<FakeService> {
    const settings = connectionSettings({ servers: [url], name: 'fake' });
    const client = new ClientNats(settings as ConstructorParameters<typeof ClientNats>[0]);
    await client.connect();
    return new FakeService(client);
  }

  async answer(
    request: Parameters<typeof inspectionSubject>[1],
    body: Record<string, unknown>,
  ): Promise<void> {
    const nats = this.client.unwrap<Nats>();
    nats.subscribe(inspectionSubject(this.name, request), {
      callback: (_error, message) => {
        const { id } = message.json<{ id: string }>();
        message.respond(JSON.stringify({ id, isDisposed: true, ...body }));
      },
    });
    await nats.flush();
  }

  beat(): void {
    this.client.emit(PRESENCE_SUBJECT, this.presence);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

describe('discovery', () => {
  let console: TestService;
  let fake: FakeService;

  beforeAll(async () => {
    console = await startTestConsole();
    fake = await FakeService.start((await testNats()).url);
  });

  afterAll(async () => {
    await fake.close();
    await console.close();
  });

  it('knows a service by what it says of itself, and asks it what it does', async () => {
    const description = { ...fake.presence, concurrency: 4, publishes: [], consumers: [] };
    await fake.answer('describe', { response: description });
    const directory = console.app.get(ServiceDirectory, { strict: false });
    const signal = AbortSignal.timeout(20_000);
    while (directory.find(fake.name)?.description === undefined) {
      fake.beat();
      await delay(50, undefined, { signal });
    }
    expect(directory.find(fake.name)).toMatchObject({ up: true, description });
    const topology = (await (await fetch(`${console.url}/api/topology`)).json()) as { nodes: unknown[] };
    expect(topology.nodes).toContainEqual(
      expect.objectContaining({ id: `service:${fake.name}`, state: 'up' }),
    );
  });

  it('tells silence from a refusal, and says which request it was', async () => {
    const inspector = console.app.get(ServiceInspector, { strict: false });
    await expect(inspector.ask(fake.name, 'outbox.status', {})).rejects.toThrow(ServiceAway);
    await expect(inspector.ask(fake.name, 'outbox.status', {})).rejects.toThrow('outbox.status');
    await fake.answer('faults.list', {
      err: { status: 'error', code: 'FAILED', message: 'the database is away' },
    });
    const refused = inspector.ask(fake.name, 'faults.list', {});
    await expect(refused).rejects.toThrow(ServiceRefused);
    await expect(refused).rejects.toMatchObject({ code: 'FAILED' });
  });

  it('shows the outbox of a service that does not answer for it as unreachable', async () => {
    const answer = (await (await fetch(`${console.url}/api/outbox`)).json()) as { services: unknown[] };
    expect(answer.services).toContainEqual(
      expect.objectContaining({ service: fake.name, reachable: false, rows: [] }),
    );
  });
});
