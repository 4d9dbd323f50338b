import { Injectable } from '@nestjs/common';
import {
  PRESENCE_INTERVAL_MS,
  type ConsumerDescription,
  type Presence,
  type ServiceDescription,
} from '@waybill/messaging';
import { ServiceInspector } from './service-inspector.js';

/** Three missed beats: it is away. */
const AWAY_AFTER_MS = 3 * PRESENCE_INTERVAL_MS;

export interface KnownService {
  name: string;
  /** At least one process of it was heard lately. */
  up: boolean;
  /** Processes that are up. */
  instances: Presence[];
  /** As it was told last; undefined until it has answered once. Stays when the service goes. */
  description: ServiceDescription | undefined;
}

/** A declared consumer with the service that it is of. */
export type DeclaredConsumer = ConsumerDescription & { service: string };

interface Entry {
  heard: Map<string, { presence: Presence; at: number }>;
  /** Processes that the description counts for. */
  described: Set<string>;
  description?: ServiceDescription;
}

/** Who is there, by what the services' processes say of themselves. Nobody lists them by hand. */
@Injectable()
export class ServiceDirectory {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly inspector: ServiceInspector) {}

  /** A process that is heard for the first time may run other code: its service is asked anew what it does. */
  async heard(presence: Presence): Promise<void> {
    const entry = this.entryOf(presence.service);
    entry.heard.set(presence.instance, { presence, at: Date.now() });
    if (entry.described.has(presence.instance)) return;
    entry.described.add(presence.instance);
    try {
      entry.description = await this.inspector.ask(presence.service, 'describe', {});
    } catch (error) {
      // Its next beat asks again.
      entry.described.delete(presence.instance);
      throw error;
    }
  }

  services(): KnownService[] {
    const known = [...this.entries].map(([name, entry]) => {
      const instances = this.instancesOf(entry);
      return { name, up: instances.length > 0, instances, description: entry.description };
    });
    return known.sort((one, other) => one.name.localeCompare(other.name));
  }

  find(name: string): KnownService | undefined {
    return this.services().find((service) => service.name === name);
  }

  /** Of services that are away too: what they have to handle, they still have to. */
  consumers(): DeclaredConsumer[] {
    return this.services().flatMap(
      ({ name, description }) => description?.consumers.map((each) => ({ ...each, service: name })) ?? [],
    );
  }

  /** Streams that somebody publishes to or listens to. */
  streams(): string[] {
    const named = this.services().flatMap(({ description }) => [
      ...(description?.publishes ?? []),
      ...(description?.consumers ?? []),
    ]);
    return [...new Set(named.map(({ stream }) => stream))].sort();
  }

  private entryOf(service: string): Entry {
    let entry = this.entries.get(service);
    if (!entry) this.entries.set(service, (entry = { heard: new Map(), described: new Set() }));
    return entry;
  }

  private instancesOf({ heard, described }: Entry): Presence[] {
    const oldest = Date.now() - AWAY_AFTER_MS;
    for (const [instance, { at }] of heard) {
      if (at >= oldest) continue;
      heard.delete(instance);
      described.delete(instance);
    }
    return [...heard.values()].map(({ presence }) => presence);
  }
}
