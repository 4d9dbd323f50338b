import { ClientNats } from '@nestjs/microservices';
import {
  inspectionSubject,
  PRESENCE_INTERVAL_MS,
  presenceSubject,
  type DeclaredMessaging,
  type InspectionRequest,
  type InspectionRequests,
  type Presence,
} from '@waybill/messaging/operations';
import { connectionSettings } from '@waybill/messaging/jetstream';
import { testNats } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import { ServiceDirectory } from '../platform/service-directory.js';
import type { TestService } from '@waybill/service/testing';
import { eventually } from './eventually.js';

interface Nats {
  subscribe(subject: string, options: { callback: (error: unknown, message: Question) => void }): void;
  flush(): Promise<void>;
  request(subject: string, body: string): Promise<{ json<T>(): T }>;
}
interface Question {
  headers?: { get(name: string): string };
  json<T>(): T;
  respond(body: string): void;
}

/** A service on the wire: announces its presence, and replies as configured. */
export class FakeService {
  readonly name = `fake-${randomUUID().slice(0, 8)}`;
  readonly presence: Presence = {
    service: this.name,
    instance: randomUUID(),
    startedAt: new Date().toISOString(),
    roles: ['api', 'relay', 'consumers'],
    waiting: [],
    drifts: [],
    health: [],
  };

  #announcing: NodeJS.Timeout | undefined;

  private constructor(private readonly client: ClientNats) {}

  static async start(): Promise<FakeService> {
    const settings = connectionSettings({ servers: [(await testNats()).url], name: 'fake' });
    const client = new ClientNats(settings as ConstructorParameters<typeof ClientNats>[0]);
    await client.connect();
    return new FakeService(client);
  }

  async answer<R extends InspectionRequest>(
    request: R,
    answer: (payload: InspectionRequests[R]['request'], operator?: string) => InspectionRequests[R]['reply'],
  ): Promise<void> {
    await this.respond(request, (payload, operator) => ({
      response: answer(payload as InspectionRequests[R]['request'], operator),
    }));
  }

  async refuse(request: InspectionRequest, code: string, message: string): Promise<void> {
    await this.respond(request, () => ({ err: { status: 'error', code, message } }));
  }

  /** Says what it does, and that it is there: until the console has understood, and from then on as a service does. */
  async introduce(console: TestService, description: DeclaredMessaging): Promise<void> {
    await this.answer('describe', () => ({ ...this.presence, concurrency: 4, ...description }));
    const directory = console.app.get(ServiceDirectory, { strict: false });
    await eventually(
      async () => {
        this.announce();
        return directory.find(this.name);
      },
      (known) => known?.description !== undefined,
    );
    this.#announcing ??= setInterval(() => this.announce(), PRESENCE_INTERVAL_MS);
  }

  /** Says that it is there, with what it gives back and what it lacks. */
  announce(): void {
    this.client.emit(presenceSubject(), this.presence);
  }

  /** What an operator does with the broker's own tools: `STREAM.PURGE.<stream>`, `CONSUMER.DELETE.<stream>.<durable>`. */
  async operate(command: string, body: object = {}): Promise<void> {
    const answer = await this.client.unwrap<Nats>().request(`$JS.API.${command}`, JSON.stringify(body));
    const { error } = answer.json<{ error?: { description: string } }>();
    if (error) throw new Error(`${command}: ${error.description}`);
  }

  close(): Promise<void> {
    clearInterval(this.#announcing);
    return this.client.close();
  }

  private async respond(
    request: InspectionRequest,
    body: (payload: unknown, operator: string | undefined) => object,
  ): Promise<void> {
    const nats = this.client.unwrap<Nats>();
    nats.subscribe(inspectionSubject(this.name, request), {
      callback: (_error, message) => {
        const { id, data } = message.json<{ id: string; data: unknown }>();
        message.respond(
          JSON.stringify({ id, isDisposed: true, ...body(data, message.headers?.get('waybill-operator')) }),
        );
      },
    });
    await nats.flush();
  }
}
