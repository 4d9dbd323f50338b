import { v7 as uuidv7 } from 'uuid';
import type { EventContract, Lane } from '../contract/index.js';
import { encodeData } from '../message/encode-data.js';
import type { Outbox, OutboxPublishOptions } from '../outbox/outbox.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { saveInstance, type InstanceRow } from './instances.sql.js';
import type { ProcessRoute } from './define-process.js';
import type { ProcessInstance } from './process-handler.js';

interface StepPorts {
  readonly tx: SqlTransaction;
  /** Of the event in hand. A timer takes it too, because order per key is kept within one lane. */
  readonly lane: Lane;
  readonly outbox: Pick<Outbox, 'publish' | 'cancel'>;
}

/** A process during one step. */
export class Step implements ProcessInstance<unknown> {
  readonly id: string;
  readonly startedAt: Date;
  readonly #timers: Record<string, string>;
  #outcome: string | undefined;

  constructor(
    private readonly process: ProcessRoute['process'],
    row: InstanceRow,
    public state: unknown,
    private readonly via: StepPorts,
  ) {
    this.id = row.id;
    this.startedAt = row.startedAt;
    this.#timers = { ...row.timers };
    this.#outcome = row.outcome ?? undefined;
  }

  get outcome(): string | undefined {
    return this.#outcome;
  }

  /** Whether the event is the one that the timer was last set with. It counts once. */
  takeTimer(type: string, eventId: string): boolean {
    if (this.#timers[type] !== eventId) return false;
    delete this.#timers[type];
    return true;
  }

  async setTimer<Data>(
    contract: EventContract<Data>,
    data: NoInfer<Data>,
    due: Pick<OutboxPublishOptions, 'at' | 'delay'>,
  ): Promise<void> {
    this.#requireRunning(`a timer ${contract.type} cannot be set`);
    const before = this.#timers[contract.type];
    const id = uuidv7();
    this.#timers[contract.type] = id;
    const { tx, lane, outbox } = this.via;
    if (before !== undefined) await outbox.cancel(tx, before);
    await outbox.publish(tx, contract, data, { ...due, id, lane });
  }

  async clearTimer({ type }: EventContract): Promise<void> {
    const id = this.#timers[type];
    delete this.#timers[type];
    if (id !== undefined) await this.via.outbox.cancel(this.via.tx, id);
  }

  end(outcome: string): void {
    this.#requireRunning(`it cannot end as "${outcome}"`);
    if (outcome === '')
      throw new TypeError(`process ${this.process.name}: the outcome is empty: name how it ended`);
    this.#outcome = outcome;
  }

  /** @throws InvalidPayload the state does not fit its schema */
  async save(): Promise<void> {
    const { name, schema } = this.process;
    const { body } = encodeData({ name: `the state of process ${name}`, schema }, this.state);
    if (this.#outcome !== undefined) {
      for (const type of Object.keys(this.#timers)) await this.clearTimer({ type } as EventContract);
    }
    await saveInstance(this.via.tx, name, {
      id: this.id,
      state: body,
      timers: this.#timers,
      outcome: this.#outcome,
    });
  }

  #requireRunning(what: string): void {
    if (this.#outcome === undefined) return;
    throw new TypeError(`process ${this.process.name} ${this.id} has ended as "${this.#outcome}": ${what}`);
  }
}
