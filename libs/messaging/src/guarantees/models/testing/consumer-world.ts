import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import {
  consumer,
  type ConsumerDefinition,
  type ConsumerOptions,
} from '../../../consumer/define-consumer.js';
import { on } from '../../../consumer/subscription.js';
import { encodeEvent, type EncodedEvent } from '../../../message/encode-event.js';
import { messageIdOf } from '../../../message/resend.js';
import { createManualClock } from '../../../testing/clock.js';
import { createInMemoryTransport } from '../../../testing/in-memory-transport.js';
import type { ConsumerStatus } from '../../../transport/stream-transport.js';
import { happenedIn } from '../../testing/events.js';
import { RecordEffect } from '../../testing/site.js';
import { ConsumerProcess, Handlers } from './consumer-process.js';
import type { ConsumerStep, ProcessName, Version } from './consumer-steps.js';

const STATE = [
  'inbox',
  'inbox_failure',
  'inbox_horizon',
  'consumer_position',
  'consumer_epoch',
  'messaging_audit',
  'effect',
];
/** The library's default. */
const ACK_WAIT_MS = 10_000;
/** Deaths in one history: a message that is under way at five is taken for the killer, and dead-lettered. */
const MOST_DEATHS = 4;

const contract = happenedIn('model', 'publisher');
const TABLES = `CREATE TABLE IF NOT EXISTS effect (
  position bigserial PRIMARY KEY, event_id text, key text, n int, replica text, batch text,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
)`;

/** What is seen of the history at its end. */
export interface Seen {
  /** Per key, in the order of the effects. */
  effects: Record<string, number[]>;
  deadLetters: number;
}

/** Real consumers on a real database, a broker in memory, a clock that is moved by hand, and beside them the model: what was published. */
export class ConsumerWorld {
  readonly #clock = createManualClock(Date.now());
  readonly #broker = createInMemoryTransport({ clock: this.#clock });
  readonly #handlers = new Handlers();
  readonly #service = `s${randomBytes(4).toString('hex')}`;
  readonly #processes = new Map<ProcessName, ConsumerProcess>();
  readonly #ended: Promise<void>[] = [];
  readonly #published: { event: EncodedEvent; key: string; n: number }[] = [];
  #deaths = 0;
  #resends = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly url: string,
    private readonly options: Partial<ConsumerOptions> = {},
  ) {}

  static async prepare(pool: pg.Pool): Promise<void> {
    await pool.query(TABLES);
  }

  async open(): Promise<void> {
    await this.pool.query(`TRUNCATE ${STATE.join(', ')} RESTART IDENTITY`);
    const { stream, domain } = contract;
    const defaults = { maxAgeMs: 0, duplicateWindowMs: 120_000, replicas: 1 };
    const declared = { name: stream, subjects: [`${domain}.>`], limits: {}, defaults };
    await this.#broker.reconcile({ streams: [declared], consumers: [] });
  }

  async take(step: ConsumerStep): Promise<void> {
    switch (step.do) {
      case 'publish':
        return this.#publish(step.key);
      case 'publish again':
        return this.#publishAgain(step.nth);
      case 'start':
        return this.#start(step.process, step.version);
      case 'stop':
      case 'kill':
        return this.#end(step.process, step.do);
      case 'end sessions':
        return this.#processes.get(step.process)?.endSessions();
      case 'hold handlers':
        this.#handlers.holdAt = step.at;
        return;
      case 'let handlers go':
        return this.#handlers.letGo();
      case 'handler fails':
        this.#handlers.failing += 1;
        return;
      case 'confirmation lost':
        this.#handlers.unconfirmed += 1;
        return;
      case 'time passes':
        return this.#clock.advance(ACK_WAIT_MS + 1);
      case 'let handlers run':
        return this.#letRun();
      case 'broker down':
        return this.#broker.simulateOutage();
      case 'broker up':
        return this.#broker.endOutage();
      case 'delete durables':
        return this.#deleteDurables();
      case 'rewind':
      case 'rebuild':
        return this.#move(step.process, step.do);
    }
  }

  /** Every event that was published, once, per key in order: what the effects have to be. */
  get expected(): Seen {
    return { effects: byKey(this.#published), deadLetters: 0 };
  }

  /** Heals everything, lets one more process finish, and gives what is seen. */
  async settle(version: Version = 'renamed'): Promise<Seen> {
    this.#broker.endOutage();
    this.#handlers.letGo();
    for (const name of [...this.#processes.keys()]) await this.#end(name, 'stop');
    await Promise.all(this.#ended.splice(0));
    this.#handlers.failing = 0;
    this.#handlers.unconfirmed = 0;
    await this.#start(0, version);
    const deadline = performance.now() + 10_000;
    while (!(await this.#isSettled(version))) {
      if (performance.now() > deadline) throw new Error(`not settled: ${await this.#waiting()}`);
      await this.#clock.advance(ACK_WAIT_MS + 1);
      await this.#letRun();
    }
    const { rows } = await this.pool.query<{ key: string; n: number }>(
      'SELECT key, n FROM effect ORDER BY position',
    );
    const letters = await this.#broker.reader.countBySubject('DEAD', 'dead.letter.>');
    return { effects: byKey(rows), deadLetters: Object.keys(letters).length };
  }

  async close(): Promise<void> {
    this.#broker.endOutage();
    this.#handlers.letGo();
    for (const name of [...this.#processes.keys()]) await this.#end(name, 'stop');
    await Promise.all(this.#ended);
    await this.#broker.close();
  }

  async #publish(key: string): Promise<void> {
    const n = this.#published.length;
    const event = encodeEvent(contract, { key, n }, 'publisher');
    if (!this.#broker.isConnected()) return;
    await this.#broker.publish(event);
    this.#published.push({ event, key, n });
  }

  async #publishAgain(nth: number): Promise<void> {
    const again = this.#published[nth % Math.max(1, this.#published.length)];
    if (!again || !this.#broker.isConnected()) return;
    const id = messageIdOf(again.event.id, `resend-${this.#resends++}`);
    await this.#broker.publish({ ...again.event, id });
  }

  async #start(name: ProcessName, version: Version): Promise<void> {
    if (this.#processes.has(name) || !this.#broker.isConnected()) return;
    const process = new ConsumerProcess(
      {
        broker: this.#broker,
        administrator: this.pool,
        url: this.url,
        handlers: this.#handlers,
        service: this.#service,
      },
      [this.#definition(version)],
      String(name),
    );
    this.#processes.set(name, process);
    await process.start();
  }

  #definition(version: Version): ConsumerDefinition {
    const [old, renamed] = [`${this.#service}-old`, `${this.#service}-new`];
    const retry = { attempts: 1_000, baseMs: 1, maxMs: 2 };
    return consumer(
      version === 'old' ? old : renamed,
      {
        startFrom: 'beginning',
        ...(version === 'renamed' && { formerly: old }),
        empties: async (tx) => {
          await (tx as pg.PoolClient).query('DELETE FROM effect');
        },
        ...this.options,
      },
      [on(contract, RecordEffect, { retry })],
    );
  }

  /** Not waited for: what ends meanwhile is part of the history. */
  async #end(name: ProcessName, how: 'stop' | 'kill'): Promise<void> {
    const process = this.#processes.get(name);
    if (!process || (how === 'kill' && ++this.#deaths > MOST_DEATHS)) return;
    this.#processes.delete(name);
    this.#ended.push(process[how]());
  }

  async #deleteDurables(): Promise<void> {
    if (!this.#broker.isConnected()) return;
    for (const { stream, name } of await this.#durables()) {
      await this.#broker.admin.deleteConsumer(stream, name);
    }
  }

  async #move(name: ProcessName, how: 'rewind' | 'rebuild'): Promise<void> {
    const process = this.#processes.get(name);
    if (!process || !this.#broker.isConnected()) return;
    const { name: of } = this.#definition('old');
    await (
      how === 'rewind'
        ? process.messaging.inspection.reply('consumers.rewind', {
            consumer: of,
            to: 'beginning',
            repeat: false,
          })
        : process.messaging.inspection.reply('consumers.rebuild', { consumer: of, partial: true })
    ).catch(onlyRefused);
  }

  /** As many turns of the event loop as a few statements take. */
  async #letRun(): Promise<void> {
    await turn();
    for (let i = 0; i < 3; i++) await this.pool.query('SELECT 1');
  }

  async #durables(): Promise<ConsumerStatus[]> {
    return this.#broker.reader.durables(contract.stream);
  }

  /** Of the version that runs last: durables of the other are nobody's by then. */
  async #isSettled(version: Version): Promise<boolean> {
    const own = (await this.#durables()).filter(({ name }) =>
      name.startsWith(this.#definition(version).name),
    );
    return own.every(({ numPending, numAckPending }) => numPending === 0 && numAckPending === 0);
  }

  async #waiting(): Promise<string> {
    const waiting = (await this.#durables()).filter(
      ({ numPending, numAckPending }) => numPending + numAckPending > 0,
    );
    return JSON.stringify(
      waiting.map(({ name, numPending, numAckPending }) => [name, numPending, numAckPending]),
    );
  }
}

function onlyRefused(error: unknown): void {
  const { code } = error as { code?: string };
  if (code !== 'CONSUMER_OPERATION_REFUSED') throw error;
}

function byKey(events: readonly { key: string; n: number }[]): Record<string, number[]> {
  const keys: Record<string, number[]> = {};
  for (const { key, n } of events) (keys[key] ??= []).push(n);
  return keys;
}
