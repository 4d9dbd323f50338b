import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { ConsumerDefinition } from '../../../consumer/define-consumer.js';
import { silentLog } from '../../../log.js';
import type { EventMessage } from '../../../message/event-message.js';
import { MessagingService } from '../../../messaging-service.js';
import type { StreamTransport } from '../../../transport/stream-transport.js';
import { recordEffect, type Happened } from '../../testing/events.js';
import { surviving } from '../../testing/pg-transactions.js';
import { ProcessLink } from './process-link.js';

/** Where a handler stands still if it is held. */
export type HoldingPoint = 'before the effect' | 'before the commit' | 'after the commit';

/** What is done to the handlers of all processes. */
export class Handlers {
  holdAt: HoldingPoint | undefined;
  /** Handlers that throw, and commits that are not confirmed, from now on. */
  failing = 0;
  unconfirmed = 0;
  readonly #waiting = new Set<() => void>();

  /** Waits here if handlers are held at this point, until they are let go or the process ends. */
  async pass(point: HoldingPoint, ended: AbortSignal): Promise<void> {
    if (this.holdAt !== point || ended.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    ended.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    this.#waiting.delete(resolve);
  }

  letGo(): void {
    this.holdAt = undefined;
    for (const resolve of this.#waiting) resolve();
  }
}

export interface ProcessSurroundings {
  readonly broker: StreamTransport;
  readonly administrator: pg.Pool;
  readonly url: string;
  readonly handlers: Handlers;
  readonly service: string;
}

/** A replica of a consuming service with connections of its own, which can be killed without a process to kill. */
export class ConsumerProcess {
  readonly messaging: MessagingService<pg.PoolClient>;
  readonly #pool: pg.Pool;
  readonly #link: ProcessLink;
  readonly #ended = new AbortController();
  readonly #transaction = new AsyncLocalStorage<{ handled: boolean }>();
  #isKilled = false;

  constructor(
    private readonly around: ProcessSurroundings,
    subscriptions: readonly ConsumerDefinition[],
    readonly name: string,
  ) {
    this.#pool = surviving(
      new pg.Pool({ connectionString: around.url, max: 6, application_name: `${around.service} ${name}` }),
    );
    this.#link = new ProcessLink(around.broker);
    this.messaging = new MessagingService<pg.PoolClient>({
      service: around.service,
      roles: new Set(['consumers'] as const),
      transport: this.#link.transport,
      pool: this.#pool,
      transaction: (work) => this.#run(work),
      subscriptions,
      publishes: [],
      invoke: (_subscription, payload, { tx }) =>
        this.#handle([payload].flat() as EventMessage<Happened>[], tx),
      drainMs: 50,
      log: silentLog,
    });
  }

  /** False if it could not: a part of it is down. */
  async start(): Promise<void> {
    await this.messaging.reconcile();
    await this.messaging.startConsumers();
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.messaging.stop();
    await this.#pool.end();
  }

  /** Its connections are gone, and what it had not committed with them; it gets no others. */
  async kill(): Promise<void> {
    this.#isKilled = true;
    await this.#link.cut();
    await this.endSessions();
    await this.stop();
  }

  async endSessions(): Promise<void> {
    await this.around.administrator.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
      [`${this.around.service} ${this.name}`],
    );
  }

  async #handle(events: readonly EventMessage<Happened>[], tx: pg.PoolClient): Promise<void> {
    const { handlers } = this.around;
    this.#transaction.getStore()!.handled = true;
    await handlers.pass('before the effect', this.#ended.signal);
    if (handlers.failing > 0) {
      handlers.failing -= 1;
      throw new Error('the handler fails');
    }
    await recordEffect(tx, events, this.name);
  }

  async #run<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const { handlers } = this.around;
    if (this.#isKilled) throw new Error('the process was killed');
    const client = await this.#pool.connect();
    let lost: Error | undefined;
    const onError = (error: Error) => (lost = error);
    client.on('error', onError);
    const own = { handled: false };
    try {
      await client.query('BEGIN');
      const result = await this.#transaction.run(own, () => work(client));
      if (own.handled) await handlers.pass('before the commit', this.#ended.signal);
      await client.query('COMMIT');
      if (own.handled) {
        await handlers.pass('after the commit', this.#ended.signal);
        if (handlers.unconfirmed > 0) {
          handlers.unconfirmed -= 1;
          throw new Error('the confirmation of the commit was lost');
        }
      }
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: Error) => (lost ??= cause));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(lost);
    }
  }
}
