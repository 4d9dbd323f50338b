import type { ConsumerDefinition } from '../consumer/define-consumer.js';
import { DependencyDown } from '../errors.js';
import type { Log } from '../log.js';
import { messageOf } from '../thrown.js';
import type { Delivery } from '../transport/transport.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { NotPulling } from './not-pulling.js';

export interface CircuitBreakersPorts {
  stopPulling: (consumer: ConsumerDefinition) => void;
  pullAgain: (consumer: ConsumerDefinition) => void;
  log: Log;
}

/** The circuit breakers of a process: one for each consumer, over all its durables. */
export class CircuitBreakers {
  readonly #breakers = new Map<string, { consumer: ConsumerDefinition; breaker: CircuitBreaker }>();

  constructor(
    consumers: readonly ConsumerDefinition[],
    private readonly ports: CircuitBreakersPorts,
  ) {
    for (const consumer of consumers) {
      const breaker = new CircuitBreaker({
        stopPulling: () => ports.stopPulling(consumer),
        pullAgain: () => ports.pullAgain(consumer),
      });
      this.#breakers.set(consumer.name, { consumer, breaker });
    }
  }

  /** The error as one that says that a dependency is down, if it does. */
  outageIn(consumer: string, error: Error): DependencyDown | undefined {
    if (error instanceof DependencyDown) return error;
    try {
      const dependency = this.#breakers.get(consumer)?.consumer.dependencyDown?.(error);
      return dependency === undefined ? undefined : new DependencyDown(dependency, { cause: error });
    } catch (cause) {
      this.ports.log.error({ err: cause, consumer }, '"dependencyDown" of a consumer failed: counts as no');
      return undefined;
    }
  }

  /** The consumer's circuit breaker opens. */
  open(consumer: string, outage: DependencyDown): void {
    const { dependency } = outage;
    if (!this.#breakers.get(consumer)?.breaker.open(dependency)) return;
    this.ports.log.warn(
      { err: outage, consumer, dependency },
      `${messageOf(outage)}: nothing is pulled, and one message probes it every few seconds`,
    );
  }

  isOpen(consumer: string): boolean {
    return this.#breakers.get(consumer)?.breaker.isOpen ?? false;
  }

  admit(consumer: string, delivery: Delivery, run: () => void): void {
    this.#breakers.get(consumer)!.breaker.admit(delivery, run);
  }

  ended(consumer: string, delivery: Delivery): void {
    if (this.#breakers.get(consumer)!.breaker.ended(delivery)) {
      this.ports.log.info({ consumer }, 'the dependency of a consumer is back');
    }
  }

  forget(consumer: string, delivery: Delivery): void {
    this.#breakers.get(consumer)!.breaker.forget(delivery);
  }

  get notPulling(): NotPulling[] {
    return [...this.#breakers].flatMap(([consumer, { breaker }]) => {
      const { down } = breaker;
      const since = down?.since.toISOString();
      return down ? [{ consumer, cause: 'dependency-down', since: since!, detail: down.dependency }] : [];
    });
  }

  stop(): void {
    for (const { breaker } of this.#breakers.values()) breaker.stop();
  }
}
