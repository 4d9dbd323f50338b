import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { ClientNats } from '@nestjs/microservices';
import { presenceSubject, type Presence } from '@waybill/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ServiceDirectory } from '../application/service-directory.js';

const RETRY_MS = 1_000;

/** What `ClientNats.unwrap()` gives, as far as it is used here. */
interface Subscribing {
  subscribe(subject: string, options: { callback: (error: Error | null, message: Message) => void }): unknown;
}
interface Message {
  json(): unknown;
}

/** Anybody on the broker may say anything on this subject. */
const Beat = z.object({
  data: z.object({
    service: z.string().regex(/^[\w-]{1,64}$/),
    instance: z.string().min(1).max(128),
    startedAt: z.string(),
    roles: z.array(z.string()),
    waiting: z
      .array(
        z.object({
          consumer: z.string(),
          type: z.string(),
          version: z.number(),
          since: z.string(),
          returned: z.number(),
        }),
      )
      .default([]),
    faults: z
      .array(
        z.object({
          item: z.string(),
          kind: z.enum(['missing', 'changed', 'loses-messages', 'foreign']),
          detail: z.string(),
        }),
      )
      .default([]),
    health: z
      .array(
        z.object({
          name: z.string().max(64),
          role: z.enum(['api', 'relay', 'consumers', 'all']),
          status: z.enum(['ok', 'degraded', 'failing']),
          detail: z.string().max(4_096).optional(),
          cure: z.string().max(4_096).optional(),
        }),
      )
      .default([]),
  }) satisfies z.ZodType<Presence, unknown>,
});

/** Listens to what the services' processes say of themselves, from the broker's first connection on, through every later one. */
export class PresenceListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('presence');
  private readonly stopped = new AbortController();

  constructor(
    private readonly client: ClientNats,
    private readonly directory: ServiceDirectory,
    private readonly namespace: string | undefined,
  ) {}

  onApplicationBootstrap(): void {
    void this.listen();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.client.close();
  }

  /** The console starts and serves with the broker down: this waits for it, and nothing else does. */
  private async listen(): Promise<void> {
    const { signal } = this.stopped;
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        await this.client.connect();
        const nats = this.client.unwrap<Subscribing>();
        nats.subscribe(presenceSubject(this.namespace), {
          callback: (error, message) => this.take(error, message),
        });
        return;
      } catch (error) {
        if (attempt === 1) this.logger.warn(`cannot reach the broker yet, trying on: ${String(error)}`);
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private take(error: Error | null, message: Message): void {
    if (error) return this.logger.warn(`presence cannot be heard: ${error.message}`);
    const beat = parse(message);
    if (!beat) return this.logger.warn('something on the subject of presence says none');
    this.directory.heard(beat).catch((failure: unknown) => {
      if (!this.stopped.signal.aborted) {
        this.logger.warn(`${beat.service} is there and does not describe itself yet: ${String(failure)}`);
      }
    });
  }
}

function parse(message: Message): Presence | undefined {
  try {
    return Beat.parse(message.json()).data;
  } catch {
    return undefined;
  }
}
