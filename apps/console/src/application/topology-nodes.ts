import type { ConsumerView, ServiceOutbox, TopologyNode } from '@waybill/console-api';
import { describeLetters, type LetterCount } from '../domain/dead-letter-edges.js';
import type { KnownService } from '../platform/service-directory.js';
import { DEAD_STREAM, type BrokerSnapshot } from './broker-view.js';
import type { RoutesView } from './seen-routes.js';

export const CLIENT = 'client:browser';

/** Everything that is drawn, read at about the same time. */
export interface Seen {
  services: readonly KnownService[];
  outboxes: ReadonlyMap<string, ServiceOutbox>;
  consumers: readonly (ConsumerView & { stream: string })[];
  /** Declared, and not in the broker. */
  missingStreams: readonly string[];
  snapshot: BrokerSnapshot;
  routes: RoutesView;
  /** Undefined if they are not known. */
  letters: readonly LetterCount[] | undefined;
}

export function nodesOf(seen: Seen): TopologyNode[] {
  return [
    { id: CLIENT, kind: 'client', label: 'browser', state: 'up' },
    ...seen.services.flatMap((service) => [serviceNode(service, seen), databaseNode(service.name, seen)]),
    ...streamNodes(seen),
    ...seen.consumers.map((consumer) => consumerNode(consumer, seen)),
  ];
}

function serviceNode(service: KnownService, seen: Seen): TopologyNode {
  const { name, up, instances } = service;
  const node = { id: `service:${name}`, kind: 'service' as const, label: name };
  if (!up) return { ...node, state: stateOf(false, seen.snapshot), detail: 'no process seen' };
  const problems = problemsOf(service, seen);
  const processes = `${instances.length} ${instances.length === 1 ? 'process' : 'processes'}`;
  return {
    ...node,
    state: problems.length > 0 ? 'degraded' : 'up',
    detail: [processes, ...problems].join(', '),
  };
}

function databaseNode(name: string, { outboxes }: Seen): TopologyNode {
  const outbox = outboxes.get(name);
  return {
    id: `database:${name}`,
    kind: 'database',
    label: name,
    service: name,
    // The service reads its outbox from it; nothing else shows whether it is up.
    state: outbox?.reachable ? 'up' : 'unknown',
    detail: outbox && `${outbox.pending} in the outbox, ${outbox.parked} parked`,
  };
}

function streamNodes({ snapshot, missingStreams, letters }: Seen): TopologyNode[] {
  const node = (name: string, state: TopologyNode['state'], detail: string): TopologyNode => ({
    id: `stream:${name}`,
    kind: 'stream',
    label: name,
    state,
    detail,
  });
  return [
    ...[...snapshot.streams.values()].map(({ name, messages }) =>
      node(
        name,
        snapshot.reachable ? 'up' : 'down',
        name === DEAD_STREAM && letters
          ? describeLetters(letters)
          : `${messages.toLocaleString('en-GB')} ${messages === 1 ? 'message' : 'messages'}`,
      ),
    ),
    ...missingStreams.map((name) => node(name, 'down', 'not in the broker')),
  ];
}

function consumerNode(view: Seen['consumers'][number], { services, snapshot }: Seen): TopologyNode {
  const { consumer, service, pending, ackPending, redelivered } = view;
  const state = stateOf(services.find(({ name }) => name === service)?.up === true, snapshot);
  const problems = [
    ...missingDurables([view]),
    ...(view.paused ? ['paused'] : []),
    ...(view.waitsFor ? [`waits for ${view.waitsFor.dependency}`] : []),
  ];
  const figures = [`${pending} pending`, `${ackPending} in flight`];
  if (redelivered > 0) figures.push(`${redelivered} redelivered`);
  return {
    id: `consumer:${consumer}`,
    kind: 'consumer',
    label: consumer,
    service,
    state: problems.length > 0 && state === 'up' ? 'degraded' : state,
    detail: [...problems, ...figures].join(', '),
  };
}

/** Services report through the broker: while it is down, a silent service may be up. */
function stateOf(up: boolean, { reachable }: BrokerSnapshot): TopologyNode['state'] {
  if (up) return 'up';
  return reachable ? 'down' : 'unknown';
}

/** What a service needs of the broker and is not there, and what its processes report of themselves. */
function problemsOf({ name, description, instances }: KnownService, seen: Seen): string[] {
  const published = description?.publishes.map(({ stream }) => stream) ?? [];
  const streams = seen.missingStreams.filter((stream) => published.includes(stream));
  const drift = instances
    .flatMap((instance) => instance.drifts)
    .filter(({ kind }) => kind !== 'missing')
    .map(({ item, kind }) => `${item}: ${kind.replaceAll('-', ' ')}`);
  return [
    ...(streams.length > 0 ? [`no stream ${streams.join(', ')}`] : []),
    ...missingDurables(seen.consumers.filter(({ service }) => service === name)),
    ...new Set(drift),
    ...failingChecks(instances),
  ];
}

function missingDurables(consumers: Seen['consumers']): string[] {
  const missing = consumers.reduce((sum, each) => sum + each.missing, 0);
  const all = consumers.reduce((sum, { durables }) => sum + durables.length, 0);
  return missing > 0 ? [`${missing} of ${all} durables missing`] : [];
}

/** Of several processes that report the same check, the first. */
function failingChecks(instances: KnownService['instances']): string[] {
  const checks = instances.flatMap(({ health }) => health).filter(({ name }) => name !== 'topology');
  return [...Map.groupBy(checks, ({ name, role }) => `${name} ${role}`).values()].map(([first]) => {
    const { name, role, status, detail = status } = first!;
    return `${name}${role === 'all' ? '' : ` (${role})`}: ${detail}`;
  });
}
