import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ClientNats } from '@nestjs/microservices';
import { presenceSubject, type Presence } from '@waybill/messaging/operations';
import { defer, fromEvent, retry, takeUntil, timer } from 'rxjs';
import { z } from 'zod';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';
import { ServiceDirectory } from './service-directory.js';

const RETRY_MS = 1_000;

/** The part of `ClientNats.unwrap()` that is used here. */
interface NatsConnection {
  subscribe(subject: string, options: { callback: (error: Error | null, message: Message) => void }): unknown;
}
interface Message {
  json(): unknown;
}

/** Any client of the broker can publish anything on this subject. */
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
    drifts: z
      .array(
        z.object({
          item: z.string(),
          kind: z.enum(['missing', 'changed', 'loses-messages', 'foreign']),
          detail: z.string(),
        }),
      )
      .default([]),
    notPulling: z
      .array(
        z.object({
          consumer: z.string(),
          cause: z.enum(['paused', 'dependency-down']),
          since: z.string(),
          until: z.string().optional(),
          detail: z.string().max(1_024).optional(),
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
          fix: z.string().max(4_096).optional(),
        }),
      )
      .default([]),
  }) satisfies z.ZodType<Presence, unknown>,
});

/** Receives the presence events of the services' processes, from the first connection to the broker on. */
@Injectable()
export class PresenceListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('presence');
  private readonly stopped = new AbortController();

  constructor(
    private readonly client: ClientNats,
    private readonly directory: ServiceDirectory,
    @Inject(CONSOLE_CONFIG) private readonly config: Pick<ConsoleConfig, 'namespace'>,
  ) {}

  /** The console starts without the broker; after the first connection, `ClientNats` reconnects by itself. */
  onApplicationBootstrap(): void {
    const delay = (error: unknown, attempt: number) => {
      if (attempt === 1) this.logger.warn(`cannot reach the broker yet, trying again: ${String(error)}`);
      return timer(RETRY_MS);
    };
    defer(() => this.client.connect())
      .pipe(retry({ delay }), takeUntil(fromEvent(this.stopped.signal, 'abort')))
      .subscribe(() => this.subscribe());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.client.close();
  }

  private subscribe(): void {
    this.client.unwrap<NatsConnection>().subscribe(presenceSubject(this.config.namespace), {
      callback: (error, message) => this.take(error, message),
    });
  }

  private take(error: Error | null, message: Message): void {
    if (error) return this.logger.warn(`cannot receive presence events: ${error.message}`);
    const presence = parse(message);
    if (!presence) return this.logger.warn('a message on the presence subject is not a presence event');
    this.directory.heard(presence).catch((failure: unknown) => {
      if (!this.stopped.signal.aborted) {
        this.logger.warn(`${presence.service} is up and has not described itself yet: ${String(failure)}`);
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
