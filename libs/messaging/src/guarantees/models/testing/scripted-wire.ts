import { BrokerUnavailable, PublishRefused } from '../../../errors.js';
import { createInMemoryTransport, type InMemoryTransport } from '../../../testing/in-memory-transport.js';
import type { OutgoingMessage, Published, Publisher } from '../../../transport/transport.js';

/** A broker that forgets nothing, and what lies between it and its publishers: held up, refused, lost, as a model says. */
export class ScriptedWire {
  readonly broker: InMemoryTransport = createInMemoryTransport();
  holds: 'nothing' | 'messages' | 'acknowledgements' = 'nothing';
  readonly #refuses = new Set<string>();
  #held: (() => void)[] = [];

  /** The next message whose subject this is is refused. */
  refuse(which: string): void {
    this.#refuses.add(which);
  }

  refuseNothing(): void {
    this.#refuses.clear();
  }

  /** What is held goes on, in order. */
  deliver(): void {
    this.holds = 'nothing';
    for (const go of this.#held.splice(0)) go();
  }

  /** One process's way to the broker. */
  link(keyOf: (message: OutgoingMessage) => string): Publisher & { cut(): void } {
    const cut = Promise.withResolvers<never>();
    // A link that is never used again must not end the test.
    cut.promise.catch(() => undefined);
    let isCut = false;
    const send = async (message: OutgoingMessage): Promise<Published> => {
      if (this.holds === 'messages') await this.#pass();
      if (this.#refuses.delete(keyOf(message))) throw new PublishRefused('refused by the model');
      const published = await this.broker.publish(message);
      if (this.holds === 'acknowledgements') await this.#pass();
      return published;
    };
    return {
      publish: (message) => (isCut ? Promise.reject(gone()) : Promise.race([send(message), cut.promise])),
      cut: () => {
        isCut = true;
        cut.reject(gone());
      },
    };
  }

  #pass(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }
}

function gone(): BrokerUnavailable {
  return new BrokerUnavailable('the process was killed');
}
