import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { silentLog } from '../../../log.js';
import { Outbox } from '../../../outbox/outbox.js';
import { Relay } from '../../../outbox/relay/relay.js';
import { outboxStatus } from '../../../outbox/status.sql.js';
import { TransactionRunner } from '../../../outbox/transaction-runner.js';
import type { OutgoingMessage } from '../../../transport/transport.js';
import { eventually } from '../../testing/eventually.js';
import { happenedIn, type Happened } from '../../testing/events.js';
import { transactionsOf } from '../../testing/pg-transactions.js';
import { OwnSessions } from './own-sessions.js';
import type { Key, RelayName, RelayStep, TransactionName } from './relay-steps.js';
import { ScriptedWire } from './scripted-wire.js';

const RELAY_OPTIONS = {
  batchSize: 3,
  pollMs: { min: 1, max: 5 },
  rebalanceMs: 5,
  retry: { attempts: 1_000, baseMs: 1, maxMs: 4 },
};
/** A step that lets relays look ends after this even if none does: one that lost its session pauses first. */
const LOOK_MS = 15;

const contract = happenedIn('model', 'model');

/** The model's whole idea of the outbox: what was committed, in the order in which it was appended, per key. */
type Committed = Map<Key, number[]>;

interface OpenTransaction {
  readonly appended: { key: Key; n: number }[];
  append(key: Key, n: number): Promise<void>;
  /** @throws what the commit throws */
  end(how: 'commit' | 'roll back'): Promise<void>;
}

interface RunningRelay {
  readonly relay: Relay;
  readonly sessions: OwnSessions;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** The real outbox and relays on a real database, a scripted broker, and beside them the model. */
export class OutboxWorld {
  readonly #wire = new ScriptedWire();
  readonly #outbox = new Outbox('model', [contract]);
  readonly #runner: TransactionRunner<pg.PoolClient>;
  readonly #open = new Map<TransactionName, OpenTransaction>();
  readonly #relays = new Map<RelayName, RunningRelay>();
  readonly #ended: Promise<void>[] = [];
  readonly #committed: Committed = new Map();
  #appended = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly url: string,
  ) {
    const poke = () => this.#relays.forEach(({ relay }) => relay.poke());
    this.#runner = new TransactionRunner(transactionsOf(pool), this.#outbox, poke);
  }

  async prepare(): Promise<void> {
    await this.pool.query('TRUNCATE outbox');
    const { stream, domain } = contract;
    const defaults = { maxAgeMs: 0, duplicateWindowMs: 120_000, replicas: 1 };
    const declared = { name: stream, subjects: [`${domain}.>`], limits: {}, defaults };
    await this.#wire.broker.reconcile({ streams: [declared], consumers: [] });
  }

  async take(step: RelayStep): Promise<void> {
    switch (step.do) {
      case 'append':
        return this.#append(step.in, step.key);
      case 'commit':
      case 'roll back':
        return this.#end(step.in, step.do);
      case 'start':
        return this.#start(step.relay);
      case 'stop':
      case 'kill':
        return this.#stop(step.relay, step.do);
      case 'end session':
        return this.#relays.get(step.relay)?.sessions.terminate();
      case 'hold messages':
        this.#wire.holds = 'messages';
        return;
      case 'hold acknowledgements':
        this.#wire.holds = 'acknowledgements';
        return;
      case 'deliver':
        return this.#wire.deliver();
      case 'refuse':
        return this.#wire.refuse(step.key);
      case 'broker down':
        return this.#wire.broker.simulateOutage();
      case 'broker up':
        return this.#wire.broker.endOutage();
      case 'let relays look':
        return this.#look();
    }
  }

  /** Heals everything, lets one more relay finish, and gives what the broker stored beside what the model says. */
  async settle(): Promise<{ stored: Committed; committed: Committed }> {
    for (const name of [...this.#open.keys()]) await this.#end(name, 'roll back');
    this.#wire.deliver();
    this.#wire.refuseNothing();
    this.#wire.broker.endOutage();
    this.#start(0);
    await eventually(async () => (await outboxStatus(this.pool)).pending === 0, {
      timeoutMs: 10_000,
      what: 'nothing is pending',
    });
    return { stored: await this.#stored(), committed: this.#committed };
  }

  async close(): Promise<void> {
    this.#wire.deliver();
    for (const name of [...this.#open.keys()]) await this.#end(name, 'roll back');
    for (const name of [...this.#relays.keys()]) this.#stop(name);
    await Promise.all(this.#ended);
  }

  async #append(name: TransactionName, key: Key): Promise<void> {
    for (const [other, { appended }] of this.#open) {
      if (other !== name && appended.some((each) => each.key === key)) return;
    }
    const open = this.#open.get(name) ?? (await this.#begin(name));
    await open.append(key, this.#appended++);
  }

  async #begin(name: TransactionName): Promise<OpenTransaction> {
    const begun = Promise.withResolvers<pg.PoolClient>();
    const decided = Promise.withResolvers<void>();
    const ended = this.#runner.run((tx) => {
      begun.resolve(tx);
      return decided.promise;
    });
    const tx = await begun.promise;
    const appended: OpenTransaction['appended'] = [];
    const open: OpenTransaction = {
      appended,
      append: async (key, n) => {
        await this.#outbox.publish(tx, contract, { key, n });
        appended.push({ key, n });
      },
      end: async (how) => {
        if (how === 'commit') decided.resolve();
        else decided.reject(new RolledBack());
        await ended.catch((error: unknown) => {
          if (!(error instanceof RolledBack)) throw error;
        });
      },
    };
    this.#open.set(name, open);
    return open;
  }

  async #end(name: TransactionName, how: 'commit' | 'roll back'): Promise<void> {
    const open = this.#open.get(name);
    if (!open) return;
    this.#open.delete(name);
    await open.end(how);
    if (how === 'roll back') return;
    for (const { key, n } of open.appended) {
      this.#committed.set(key, [...(this.#committed.get(key) ?? []), n]);
    }
  }

  #start(name: RelayName): void {
    if (this.#relays.has(name)) return;
    const sessions = new OwnSessions(this.pool, this.url);
    const link = this.#wire.link(keyOf);
    const relay = new Relay(sessions, link, silentLog, RELAY_OPTIONS);
    const running = relay.start();
    const stop = async () => {
      await Promise.all([running, relay.stop()]);
      await sessions.close();
    };
    const kill = async () => {
      link.cut();
      await Promise.all([sessions.terminate(), stop()]);
    };
    this.#relays.set(name, { relay, sessions, stop, kill });
  }

  /** Not waited for: what ends meanwhile is part of the history. */
  #stop(name: RelayName, how: 'stop' | 'kill' = 'stop'): void {
    const running = this.#relays.get(name);
    this.#relays.delete(name);
    if (running) this.#ended.push(running[how]());
  }

  async #look(): Promise<void> {
    const looks = [...this.#relays.values()].map(({ sessions }) => sessions.nextStatement());
    if (looks.length === 0) return;
    const over = new AbortController();
    const late = delay(LOOK_MS, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([Promise.all(looks), late]);
    over.abort();
  }

  async #stored(): Promise<Committed> {
    const stored: Committed = new Map();
    for await (const { body } of this.#wire.broker.reader.scan(contract.stream, '>')) {
      const { key, n } = JSON.parse(new TextDecoder().decode(body)) as Happened & { key: Key };
      stored.set(key, [...(stored.get(key) ?? []), n]);
    }
    return stored;
  }
}

class RolledBack extends Error {}

function keyOf({ body }: OutgoingMessage): string {
  return (JSON.parse(body as string) as Happened).key;
}
