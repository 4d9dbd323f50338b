import { Injectable } from '@nestjs/common';
import type { TopologyResponse, TopologyEdge } from '@waybill/console-api';
import { deadLetterEdges } from '../domain/dead-letter-edges.js';
import { eventOf } from '../domain/subject.js';
import { edgesOf, idOf, NO_FLOW, withMissingNodes, type EventEdge, type Flow } from '../domain/topology.js';
import type { SeenRoute } from '../persistence/span-queries.js';
import { ServiceDirectory, type KnownService } from '../platform/service-directory.js';
import { BrokerView, DEAD_STREAM } from './broker-view.js';
import { ClientTraffic } from './client-traffic.js';
import { DeadLetters } from './dead-letters.js';
import { SeenRoutes, type RoutesView } from './seen-routes.js';
import { CLIENT, nodesOf, type Seen } from './topology-nodes.js';
import { WatchOutboxes } from './watch-outboxes.use-case.js';
import { WatchStreams } from './watch-streams.use-case.js';

const WINDOW_S = 10;

/** Which services exchange which events: as they declare it, and as it was seen. */
@Injectable()
export class DrawTopology {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly view: BrokerView,
    private readonly streams: WatchStreams,
    private readonly outboxes: WatchOutboxes,
    private readonly routes: SeenRoutes,
    private readonly traffic: ClientTraffic,
    private readonly letters: DeadLetters,
  ) {}

  async execute(): Promise<TopologyResponse> {
    const [snapshot, { streams }, { services: outboxes }, routes, letters] = await Promise.all([
      this.view.snapshot(),
      this.streams.execute(),
      this.outboxes.execute(),
      // Without the spans' database the declarations are still worth drawing.
      this.routes.view().catch((): RoutesView => ({ recent: [], ever: new Set() })),
      this.letters.counts(),
    ]);
    const seen: Seen = {
      services: this.directory.services(),
      outboxes: new Map(outboxes.map((outbox) => [outbox.service, outbox])),
      consumers: streams.flatMap(({ name, consumers }) =>
        consumers.map((each) => ({ ...each, stream: name })),
      ),
      missingStreams: streams.filter(({ missing }) => missing).map(({ name }) => name),
      snapshot,
      routes,
      letters,
    };
    return withMissingNodes(nodesOf(seen), [
      ...edgesOf(declaredEdges(seen.services), seenEdges(seen), (edge) => this.flowOf(edge, seen)),
      ...seen.services.flatMap(({ name }) => this.edgesWithoutEvents(name, seen)),
      ...deadLetterEdges(letters ?? [], DEAD_STREAM, (name) =>
        perSecond(routes.recent.filter(({ step, consumer }) => step === 'dead_letter' && consumer === name)),
      ),
    ]);
  }

  private edgesWithoutEvents(service: string, { outboxes }: Seen): TopologyEdge[] {
    const calls = { from: CLIENT, to: `service:${service}`, kind: 'calls' as const };
    const stores = { from: `service:${service}`, to: `database:${service}`, kind: 'stores' as const };
    const lag = outboxes.get(service)?.pending ?? 0;
    return [
      { id: idOf(calls), ...calls, events: [], ...this.traffic.ratesOf(service), lag: 0 },
      { id: idOf(stores), ...stores, events: [], ...NO_FLOW, lag },
    ];
  }

  private flowOf({ from, to, kind }: Pick<TopologyEdge, 'from' | 'to' | 'kind'>, seen: Seen): Flow {
    const [, source = ''] = from.split(':');
    const [, target = ''] = to.split(':');
    const { recent } = seen.routes;
    if (kind === 'publishes') {
      const service = seen.services.find(({ name }) => name === source);
      const types = service?.description?.publishes.filter(({ stream }) => stream === target) ?? [];
      return {
        perSecond: this.view.perSecond((subject) => types.some(({ type }) => type === eventOf(subject).type)),
        errorsPerSecond: errorsPerSecond(
          recent.filter(({ service: name, step }) => name === source && step === 'publish'),
        ),
        lag: seen.outboxes.get(source)?.pending ?? 0,
      };
    }
    const name = kind === 'feeds' ? target : source;
    const consumer = seen.consumers.find((each) => each.consumer === name);
    if (kind === 'feeds') {
      const lag = (consumer?.pending ?? 0) + (consumer?.ackPending ?? 0);
      return { perSecond: consumer?.arrivalPerSecond ?? 0, errorsPerSecond: 0, lag };
    }
    const handled = recent.filter(
      (route) => route.step === 'process' && route.consumer === consumer?.consumer,
    );
    return {
      perSecond: perSecond(handled),
      errorsPerSecond: errorsPerSecond(handled),
      lag: consumer?.ackPending ?? 0,
    };
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const perSecond = (routes: readonly SeenRoute[]) => sum(routes.map(({ count }) => count)) / WINDOW_S;
const errorsPerSecond = (routes: readonly SeenRoute[]) => sum(routes.map(({ errors }) => errors)) / WINDOW_S;

function declaredEdges(services: readonly KnownService[]): EventEdge[] {
  return services.flatMap(({ name, description }) => [
    ...(description?.publishes ?? []).map(({ type, stream }) => publishing(name, stream, type)),
    ...(description?.consumers ?? []).flatMap(({ consumer, stream, routes }) =>
      routes.flatMap(({ type }) => consuming(stream, consumer, name, type)),
    ),
  ]);
}

/** What a stream holds was published, even if no span says so; what was consumed only the spans say. */
function seenEdges({ services, snapshot, routes }: Seen): EventEdge[] {
  const declared = declaredEdges(services);
  const stored = new Set(Object.keys(snapshot.counts).map((subject) => eventOf(subject).type));
  const streamOf = (type: string) => type.split('.')[0]?.toUpperCase() ?? '';
  return [
    ...declared.filter(({ kind, event }) => kind === 'publishes' && stored.has(event)),
    ...[...routes.ever].flatMap((key) => {
      const [service = '', step, type = '', consumer = ''] = key.split(' ');
      // A batch's span stands for several types, and names none: all that its consumer declares.
      if (type.includes('*'))
        return declared.filter(({ from, to }) => [from, to].includes(`consumer:${consumer}`));
      if (step === 'publish') return [publishing(service, streamOf(type), type)];
      return step === 'process' && consumer ? consuming(streamOf(type), consumer, service, type) : [];
    }),
  ];
}

function publishing(service: string, stream: string, event: string): EventEdge {
  return { from: `service:${service}`, to: `stream:${stream}`, kind: 'publishes', event };
}

function consuming(stream: string, consumer: string, service: string, event: string): EventEdge[] {
  return [
    { from: `stream:${stream}`, to: `consumer:${consumer}`, kind: 'feeds', event },
    { from: `consumer:${consumer}`, to: `service:${service}`, kind: 'delivers', event },
  ];
}
