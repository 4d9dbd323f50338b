import { Injectable } from '@nestjs/common';
import type {
  ConsumerView,
  ServiceOutbox,
  TopologyAnswer,
  TopologyEdge,
  TopologyNode,
} from '@waybill/console-api';
import { deadLetterEdges, describeLetters, type Letter } from '../domain/dead-letter-edges.js';
import { eventOf } from '../domain/subject.js';
import { edgesOf, withMissingNodes, type Flow, type Way } from '../domain/topology.js';
import { BrokerView, DEAD_STREAM, type BrokerSnapshot } from './broker-view.js';
import { ClientTraffic } from './client-traffic.js';
import { DeadLetterBox, MOST_LETTERS } from './dead-letter-box.js';
import { SeenRoutes, type RoutesView } from './seen-routes.js';
import { ServiceDirectory, type KnownService } from './service-directory.js';
import { WatchOutboxes } from './watch-outboxes.use-case.js';
import { WatchStreams } from './watch-streams.use-case.js';

const CLIENT = 'client:browser';
const WINDOW_S = 10;

/** Everything that is drawn, asked for at about the same time. */
interface Seen {
  services: readonly KnownService[];
  outboxes: ReadonlyMap<string, ServiceOutbox>;
  consumers: readonly (ConsumerView & { stream: string })[];
  /** Declared, and not in the broker. */
  missingStreams: readonly string[];
  snapshot: BrokerSnapshot;
  routes: RoutesView;
  /** Undefined where the broker has never told. */
  letters: readonly Letter[] | undefined;
}

/** Who talks to whom: as the services declare it, and as it was seen. */
@Injectable()
export class DrawTopology {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly view: BrokerView,
    private readonly streams: WatchStreams,
    private readonly outboxes: WatchOutboxes,
    private readonly routes: SeenRoutes,
    private readonly traffic: ClientTraffic,
    private readonly box: DeadLetterBox,
  ) {}

  async execute(): Promise<TopologyAnswer> {
    const [snapshot, streams, { services: outboxes }, routes, letters] = await Promise.all([
      this.view.snapshot(),
      this.streams.execute(),
      this.outboxes.execute(),
      // Without the spans' database the declarations are still worth drawing; nothing is seen then, and nothing missed.
      this.routes.view().catch((): RoutesView => ({ recent: [], ever: new Set() })),
      this.box.known(),
    ]);
    const seen: Seen = {
      services: this.directory.services(),
      outboxes: new Map(outboxes.map((outbox) => [outbox.service, outbox])),
      consumers: streams.streams.flatMap(({ name, consumers }) =>
        consumers.map((consumer) => ({ ...consumer, stream: name })),
      ),
      missingStreams: streams.streams.filter(({ missing }) => missing).map(({ name }) => name),
      snapshot,
      routes,
      letters,
    };
    const events = edgesOf(declaredWays(seen.services), seenWays(seen), (edge) => this.flowOf(edge, seen));
    return withMissingNodes(nodesOf(seen), [...events, ...this.plainEdges(seen), ...lettersWays(seen)]);
  }

  /** What carries no events, and so can disagree with no declaration. */
  private plainEdges({ services, outboxes }: Seen): TopologyEdge[] {
    return services.flatMap(({ name }): TopologyEdge[] => [
      edge(CLIENT, `service:${name}`, 'calls', { ...this.traffic.ratesOf(name), lag: 0 }),
      edge(`service:${name}`, `database:${name}`, 'stores', {
        perSecond: 0,
        errorsPerSecond: 0,
        lag: outboxes.get(name)?.pending ?? 0,
      }),
    ]);
  }

  private flowOf({ from, to, kind }: Pick<TopologyEdge, 'from' | 'to' | 'kind'>, seen: Seen): Flow {
    const [, source = ''] = from.split(':');
    const [, target = ''] = to.split(':');
    const { recent } = seen.routes;
    if (kind === 'publishes') {
      const service = seen.services.find(({ name }) => name === source);
      const types = service?.description?.publishes.filter(({ stream }) => stream === target) ?? [];
      const published = recent.filter(({ service: who, step }) => who === source && step === 'publish');
      return {
        perSecond: this.view.perSecond((subject) => types.some(({ type }) => type === eventOf(subject).type)),
        errorsPerSecond: rate(published.map(({ errors }) => errors)),
        lag: seen.outboxes.get(source)?.pending ?? 0,
      };
    }
    const consumer = seen.consumers.find(
      ({ consumer: name }) => name === (kind === 'feeds' ? target : source),
    );
    const handled = recent.filter(
      ({ step, consumer: name }) => step === 'process' && name === consumer?.consumer,
    );
    return kind === 'feeds'
      ? {
          perSecond: consumer?.arrivalPerSecond ?? 0,
          errorsPerSecond: 0,
          lag: (consumer?.pending ?? 0) + (consumer?.ackPending ?? 0),
        }
      : {
          perSecond: rate(handled.map(({ count }) => count)),
          errorsPerSecond: rate(handled.map(({ errors }) => errors)),
          lag: consumer?.ackPending ?? 0,
        };
  }
}

const rate = (counts: readonly number[]) => counts.reduce((sum, each) => sum + each, 0) / WINDOW_S;

/** No service declares to whom it gives its dead letters: that is the platform's. */
function lettersWays({ letters = [], routes }: Seen): TopologyEdge[] {
  const given = routes.recent.filter(({ step }) => step === 'dead_letter');
  return deadLetterEdges(letters, DEAD_STREAM, (name) =>
    rate(given.filter(({ consumer }) => consumer === name).map(({ count }) => count)),
  );
}

function declaredWays(services: readonly KnownService[]): Way[] {
  return services.flatMap(({ name, description }) => [
    ...(description?.publishes ?? []).map(({ type, stream }) => publishing(name, stream, type)),
    ...(description?.consumers ?? []).flatMap(({ consumer, stream, routes }) =>
      routes.flatMap(({ type }) => consuming(stream, consumer, name, type)),
    ),
  ]);
}

/** What lies in a stream was published, also what no span tells of; who consumed it only the spans tell. */
function seenWays({ services, snapshot, routes }: Seen): Way[] {
  const publishers = services.flatMap(({ name, description }) =>
    (description?.publishes ?? []).map(({ type, stream }) => ({ name, type, stream })),
  );
  const streamOf = (type: string) => type.split('.')[0]?.toUpperCase() ?? '';
  const stored = new Set(Object.keys(snapshot.counts).map((subject) => eventOf(subject).type));
  const inStreams = publishers
    .filter(({ type }) => stored.has(type))
    .map(({ name, stream, type }) => publishing(name, stream, type));
  const bySpans = [...routes.ever].flatMap((key) => {
    const [service = '', step, type = '', consumer = ''] = key.split(' ');
    // A batch's span speaks for several types, and names none.
    if (type.includes('*')) return consumedBy(services, consumer);
    if (step === 'publish') return [publishing(service, streamOf(type), type)];
    return step === 'process' && consumer ? consuming(streamOf(type), consumer, service, type) : [];
  });
  return [...inStreams, ...bySpans];
}

function consumedBy(services: readonly KnownService[], consumer: string): Way[] {
  return services.flatMap(({ name, description }) =>
    (description?.consumers ?? [])
      .filter((durable) => durable.consumer === consumer)
      .flatMap(({ stream, routes }) => routes.flatMap(({ type }) => consuming(stream, consumer, name, type))),
  );
}

function publishing(service: string, stream: string, event: string): Way {
  return { from: `service:${service}`, to: `stream:${stream}`, kind: 'publishes', event };
}

function consuming(stream: string, consumer: string, service: string, event: string): Way[] {
  return [
    { from: `stream:${stream}`, to: `consumer:${consumer}`, kind: 'feeds', event },
    { from: `consumer:${consumer}`, to: `service:${service}`, kind: 'delivers', event },
  ];
}

/** Services are heard through the broker: without it, silence says nothing. */
function stateOf(up: boolean, { reachable }: BrokerSnapshot): TopologyNode['state'] {
  if (up) return 'up';
  return reachable ? 'down' : 'unknown';
}

/** What a service or a consumer needs of the broker and cannot have, as its node tells it. */
function lackOf(consumers: Seen['consumers'], streams: readonly string[]): string | undefined {
  const durables = consumers.reduce((sum, { missing }) => sum + missing, 0);
  const all = consumers.reduce((sum, each) => sum + each.durables.length, 0);
  const words = [
    streams.length > 0 && `no stream ${streams.join(', ')}`,
    durables > 0 && `${durables} of ${all} durables missing`,
  ].filter((word) => word !== false);
  return words.length > 0 ? words.join(', ') : undefined;
}

/** By what the broker has, and by what the service itself found there and could not put right. */
function lackOfService({ name, description, instances }: KnownService, { consumers, missingStreams }: Seen) {
  const published = description?.publishes.map(({ stream }) => stream) ?? [];
  const lack = lackOf(
    consumers.filter(({ service }) => service === name),
    missingStreams.filter((stream) => published.includes(stream)),
  );
  const faults = instances
    .flatMap((instance) => instance.faults)
    .filter(({ kind }) => kind !== 'missing')
    .map(({ item, kind }) => `${item}: ${kind.replaceAll('-', ' ')}`);
  return [lack, ...new Set(faults), ...amissIn(instances)].filter(Boolean).join(', ') || undefined;
}

/** What the processes say of their other parts: of several that say the same of one, the first. */
function amissIn(instances: KnownService['instances']): string[] {
  const parts = instances
    .flatMap((instance) => instance.health)
    .filter(({ name }) => name !== 'topology')
    .map(({ name, role, status, detail = status }): [string, string] => [
      `${name} ${role}`,
      `${name}${role === 'all' ? '' : ` (${role})`}: ${detail}`,
    ]);
  return [...new Map(parts.reverse()).values()].reverse();
}

function nodesOf(seen: Seen): TopologyNode[] {
  const { services, outboxes, consumers, missingStreams, snapshot, letters } = seen;
  return [
    { id: CLIENT, kind: 'client', label: 'browser', state: 'up' },
    ...services.flatMap((service): TopologyNode[] => {
      const { name, up, instances } = service;
      const outbox = outboxes.get(name);
      const lack = up ? lackOfService(service, seen) : undefined;
      return [
        {
          id: `service:${name}`,
          kind: 'service',
          label: name,
          state: lack ? 'degraded' : stateOf(up, snapshot),
          detail: up
            ? [`${instances.length} ${instances.length === 1 ? 'process' : 'processes'}`, lack]
                .filter(Boolean)
                .join(', ')
            : 'not heard of',
        },
        {
          id: `database:${name}`,
          kind: 'database',
          label: name,
          service: name,
          // The outbox is read from it. Nobody else can say whether it is there.
          state: outbox?.reachable ? 'up' : 'unknown',
          ...(outbox && { detail: `${outbox.pending} in the outbox, ${outbox.dead} dead` }),
        },
      ];
    }),
    ...[...snapshot.streams.values()].map(({ name, messages }): TopologyNode => ({
      id: `stream:${name}`,
      kind: 'stream',
      label: name,
      state: snapshot.reachable ? 'up' : 'down',
      detail:
        name === DEAD_STREAM && letters
          ? describeLetters(letters, MOST_LETTERS)
          : `${messages.toLocaleString('en-GB')} ${messages === 1 ? 'message' : 'messages'}`,
    })),
    ...missingStreams.map((name): TopologyNode => ({
      id: `stream:${name}`,
      kind: 'stream',
      label: name,
      state: 'down',
      detail: 'not in the broker',
    })),
    ...consumers.map((view): TopologyNode => {
      const { consumer, service, pending, ackPending, redelivered } = view;
      const state = stateOf(services.find(({ name }) => name === service)?.up === true, snapshot);
      const lack = lackOf([view], []);
      const figures = `${pending} pending, ${ackPending} in hand${redelivered > 0 ? `, ${redelivered} again` : ''}`;
      return {
        id: `consumer:${consumer}`,
        kind: 'consumer',
        label: consumer,
        service,
        state: lack && state === 'up' ? 'degraded' : state,
        detail: [lack, figures].filter(Boolean).join(', '),
      };
    }),
  ];
}

function edge(from: string, to: string, kind: TopologyEdge['kind'], flow: Flow): TopologyEdge {
  return { id: `${from}>${to}:${kind}`, from, to, kind, events: [], ...flow };
}
