import { Injectable } from '@nestjs/common';
import {
  PRESENCE_INTERVAL_MS,
  type ConsumerDescription,
  type Presence,
  type ServiceDescription,
} from '@waybill/messaging/operations';
import { ServiceInspector } from './service-inspector.js';

/** Three missed presence events: the process is down. */
export const DOWN_AFTER_MS = 3 * PRESENCE_INTERVAL_MS;

export interface KnownService {
  name: string;
  /** At least one of its processes is up. */
  up: boolean;
  /** Processes that are up. */
  instances: Presence[];
  /** The latest; undefined until the service has replied once. Stays when the service goes down. */
  description: ServiceDescription | undefined;
}

/** A declared durable with its service. */
export type DeclaredConsumer = ConsumerDescription & { service: string };

interface Entry {
  heard: Map<string, { presence: Presence; at: number }>;
  /** Processes that the description is of. */
  described: Set<string>;
  description?: ServiceDescription;
}

/** The services, by the presence events of their processes: there is no list to maintain. */
@Injectable()
export class ServiceDirectory {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly inspector: ServiceInspector) {}

  /** A new process may run another release: its service is asked again to describe itself. */
  async heard(presence: Presence): Promise<void> {
    const entry = this.entryOf(presence.service);
    entry.heard.set(presence.instance, { presence, at: Date.now() });
    if (entry.described.has(presence.instance)) return;
    entry.described.add(presence.instance);
    try {
      entry.description = await this.inspector.ask(presence.service, 'describe', {});
    } catch (error) {
      // Its next presence event asks again.
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

  /** Also of services that are down: they still have to handle their messages. */
  consumers(): DeclaredConsumer[] {
    return this.services().flatMap(
      ({ name, description }) => description?.consumers.map((each) => ({ ...each, service: name })) ?? [],
    );
  }

  /** Streams that some service publishes to or consumes from. */
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
    const oldest = Date.now() - DOWN_AFTER_MS;
    for (const [instance, { at }] of heard) {
      if (at >= oldest) continue;
      heard.delete(instance);
      described.delete(instance);
    }
    return [...heard.values()].map(({ presence }) => presence);
  }
}
