import { namesOf, type ConsumerDefinition } from './define-consumer.js';
import { planConsumers, type ConsumerPlan } from './plan.js';

/** How often each consumer has been rebuilt, by name; one that is not in it never was. */
export type Epochs = ReadonlyMap<string, number>;

/** The plans of this process, of the epochs that were last read. */
export class ConsumerPlans {
  #current: readonly ConsumerPlan[];
  #epochs = new Map<ConsumerDefinition, number>();

  /** @throws WiringRefused two consumers have one name */
  constructor(
    private readonly consumers: readonly ConsumerDefinition[],
    private readonly ackWaitMs: number,
  ) {
    this.#current = planConsumers(consumers, ackWaitMs);
  }

  get current(): readonly ConsumerPlan[] {
    return this.#current;
  }

  /** Plans rebuilt consumers again. Returns those whose durables have changed. */
  adopt(epochs: Epochs): ConsumerDefinition[] {
    const changed = this.consumers.filter((consumer) => {
      const epoch = Math.max(0, ...namesOf(consumer).map((name) => epochs.get(name) ?? 0));
      const isNew = epoch !== (this.#epochs.get(consumer) ?? 0);
      this.#epochs.set(consumer, epoch);
      return isNew;
    });
    if (changed.length > 0) this.#current = planConsumers(this.consumers, this.ackWaitMs, this.#epochs);
    return changed;
  }
}
