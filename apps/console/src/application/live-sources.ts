import { Injectable } from '@nestjs/common';
import type { LiveTopic } from '@waybill/console-api';
import { BrokerView, DEAD_STREAM, type BrokerSnapshot } from './broker-view.js';
import { ServiceDirectory } from '../platform/service-directory.js';
import { ChangedTraces } from '../persistence/changed-traces.js';

/** What the live stream watches. A source has changed when its fingerprint is another one than before. */
@Injectable()
export class LiveSources {
  private readonly fingerprints = new Map<string, string>();

  constructor(
    private readonly traces: ChangedTraces,
    private readonly view: BrokerView,
    private readonly directory: ServiceDirectory,
  ) {}

  changedTraces(): string[] {
    return this.traces.take();
  }

  async changedTopics(): Promise<Set<LiveTopic>> {
    const snapshot = await this.view.snapshot();
    const topics = new Set<LiveTopic>();
    const add = (...changed: LiveTopic[]) => changed.forEach((topic) => topics.add(topic));
    if (this.changed('services', this.servicesNow()))
      add('topology', 'faults', 'outbox', 'streams', 'messages');
    if (this.changed('reachable', String(snapshot.reachable))) add('streams', 'topology', 'outbox', 'faults');
    if (this.changed('dead', streamNow(snapshot, DEAD_STREAM))) add('dead-letters', 'messages', 'topology');
    // Rates and lags decay by themselves once something has moved.
    if (this.changed('events', eventsNow(snapshot)))
      add('streams', 'topology', 'outbox', 'messages', 'faults', 'analytics');
    return topics;
  }

  private changed(name: string, fingerprint: string): boolean {
    const before = this.fingerprints.get(name);
    this.fingerprints.set(name, fingerprint);
    return before !== undefined && before !== fingerprint;
  }

  private servicesNow(): string {
    return this.directory
      .services()
      .map(({ name, instances }) => `${name} ${instances.map(({ instance }) => instance).join(' ')}`)
      .join(';');
  }
}

function streamNow({ streams }: BrokerSnapshot, name: string): string {
  const stream = streams.get(name);
  return stream ? `${stream.firstPosition} ${stream.lastPosition}` : '';
}

function eventsNow(snapshot: BrokerSnapshot): string {
  const streams = [...snapshot.streams.keys()].map((name) => streamNow(snapshot, name));
  const durables = [...snapshot.durables.values()].map(
    ({ numPending, numAckPending, numRedelivered, completedTo }) =>
      `${numPending} ${numAckPending} ${numRedelivered} ${completedTo}`,
  );
  return [...streams, ...durables].join(';');
}
