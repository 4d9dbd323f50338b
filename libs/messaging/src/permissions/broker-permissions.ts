import { payloadStreamOf, PAYLOAD_SUBJECT } from '../claim-check/data-reference.js';
import { namesOf, type ConsumerDefinition } from '../consumer/define-consumer.js';
import { planConsumers } from '../consumer/plan.js';
import { streamOf, type EventContract } from '../contract/index.js';
import { DEAD_STREAM, letterSubjects, resolutionSubjects } from '../dead-letter/subjects.js';
import { inspectionSubject, presenceSubject, type InspectionRequest } from '../inspection/protocol.js';
import { INSPECTION_REQUESTS } from '../inspection/requests.js';
import { Namespace, subjectIn } from '../transport/namespace.js';

export const DEFAULT_REBUILDS = 8;

/** What a user of the broker may do; everything else is denied. Subjects as nats-server reads them. */
export interface BrokerPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** It may respond to requests, once each, wherever their inbox is. */
  readonly responds: boolean;
}

/** What of a service decides that. */
export interface ServiceMessaging {
  readonly service: string;
  /** Through the outbox or directly. */
  readonly publishes: readonly EventContract[];
  readonly consumers: readonly ConsumerDefinition[];
  /**
   * How often each projection may be rebuilt until these permissions are written anew: it has other durables each time, and
   * no wildcard stands for a part of a name. Default 8.
   */
  readonly rebuilds?: number;
  /**
   * It also makes and changes the streams that it declares, and makes, changes and deletes its own durables, so that nobody
   * has to apply its topology. Default false: who may make a stream or a consumer can read other streams through it, so this
   * protects from mistakes, not from a service in somebody else's hands.
   */
  readonly selfProvisioning?: boolean;
}

/**
 * First token of the inboxes of a user: no other user may subscribe to them. With one inbox prefix for all, every user
 * could read the responses to every other.
 */
export function inboxPrefixOf(user: string, namespace?: string): string {
  return `_INBOX_${[namespace, user].filter(Boolean).join('-')}`;
}

/**
 * A service publishes its own events, pulls and acknowledges its own durables, stores its own dead letters, responds to
 * inspection, and reads the settings of the streams it uses. Unless it is self-provisioning, it creates, changes and deletes
 * nothing: the provisioner does.
 */
export function servicePermissions(
  { service, publishes, consumers, rebuilds = DEFAULT_REBUILDS, selfProvisioning = false }: ServiceMessaging,
  namespace?: string,
): BrokerPermissions {
  const { subject, stream } = namesIn(namespace);
  const durables = durablesOf(consumers, rebuilds).map(({ stream: of, name }) => ({
    stream: stream(of),
    name,
  }));
  const listensTo = consumers.flatMap(({ routes }) => routes.flatMap(({ contracts }) => contracts));
  const asksForKeysOf = consumers
    .flatMap(({ routes }) => routes.filter(({ personal }) => personal))
    .flatMap((route) => route.contracts.map(({ owner }) => owner));
  const contracts = [...publishes, ...listensTo];
  const streams = [
    ...contracts.map(({ domain }) => streamOf(domain)),
    ...contracts.filter(({ claimCheck }) => claimCheck).map(({ domain }) => payloadStreamOf(domain)),
    DEAD_STREAM,
  ].map(stream);
  return {
    publish: sorted([
      // Every version: rows of the last one still wait in the outbox when the next is deployed.
      ...publishes.map(({ type }) => subject(`${type}.*.>`)),
      ...publishes
        .filter(({ claimCheck }) => claimCheck)
        .map(({ domain }) => subject(`${PAYLOAD_SUBJECT}.${domain}.>`)),
      ...consumers.flatMap(namesOf).map((name) => subject(letterSubjects(name))),
      ...asksForKeysOf.map((owner) => inspectionSubject(owner, 'personal.keys', namespace)),
      subjectIn(namespace, 'waybill.presence'),
      '$JS.API.INFO',
      ...streams.flatMap((name) => [
        `$JS.API.STREAM.INFO.${name}`,
        `$JS.API.STREAM.MSG.GET.${name}`,
        `$JS.API.CONSUMER.LIST.${name}`,
      ]),
      ...durables.flatMap(({ stream: of, name }) => [
        `$JS.API.CONSUMER.INFO.${of}.${name}`,
        `$JS.API.CONSUMER.MSG.NEXT.${of}.${name}`,
        ...acknowledgementsOf(of, name),
      ]),
      ...(selfProvisioning ? provisioning(streams, durables) : []),
    ]),
    subscribe: sorted([
      `${inboxPrefixOf(service, namespace)}.>`,
      subjectIn(namespace, `waybill.${service}.>`),
    ]),
    responds: true,
  };
}

/** Streams are not deleted: with one go its messages. */
function provisioning(
  streams: readonly string[],
  durables: readonly { stream: string; name: string }[],
): string[] {
  return [
    ...streams.flatMap((name) => [`$JS.API.STREAM.CREATE.${name}`, `$JS.API.STREAM.UPDATE.${name}`]),
    // Durables have a list of filters, for which clients use the older of the two subjects.
    ...durables.flatMap(({ stream, name }) =>
      ['CREATE', 'DURABLE.CREATE', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.${name}`),
    ),
  ];
}

/** Those of every epoch that is permitted. */
function durablesOf(
  consumers: readonly ConsumerDefinition[],
  rebuilds: number,
): { stream: string; name: string }[] {
  const rebuildable = consumers.filter(({ empties }) => empties);
  return Array.from({ length: rebuilds + 1 }, (_, epoch) =>
    planConsumers(
      epoch === 0 ? consumers : rebuildable,
      0,
      new Map(rebuildable.map((each) => [each, epoch])),
    ),
  ).flatMap((plans) => plans.map(({ declaration: { stream, name } }) => ({ stream, name })));
}

/** The CLI: sees everything but personal data, asks every service, resolves dead letters, erases. It publishes no event. */
export function operatorPermissions(user: string, namespace?: string): BrokerPermissions {
  return watching(user, namespace, ['personal.keys']);
}

/** The console: the same, and it cannot erase, which nobody can undo. */
export function consolePermissions(user: string, namespace?: string): BrokerPermissions {
  return watching(user, namespace, ['personal.keys', 'personal.erase']);
}

function watching(
  user: string,
  namespace: string | undefined,
  denied: readonly InspectionRequest[],
): BrokerPermissions {
  const { subject } = namesIn(namespace);
  const requests = INSPECTION_REQUESTS.filter((request) => !denied.includes(request));
  return {
    publish: sorted([
      ...requests.map((request) => inspectionSubject('*', request, namespace)),
      subject(resolutionSubjects()),
      '$JS.API.INFO',
      '$JS.API.STREAM.NAMES',
      '$JS.API.STREAM.LIST',
      '$JS.API.STREAM.INFO.*',
      '$JS.API.STREAM.MSG.GET.*',
      '$JS.API.CONSUMER.NAMES.*',
      '$JS.API.CONSUMER.LIST.*',
      '$JS.API.CONSUMER.INFO.*.*',
    ]),
    subscribe: sorted([`${inboxPrefixOf(user, namespace)}.>`, presenceSubject(namespace)]),
    responds: false,
  };
}

/** Creates, changes, moves and deletes streams and durables. A user that may do that can read everything. */
export function provisionerPermissions(user: string, namespace?: string): BrokerPermissions {
  const operator = operatorPermissions(user, namespace);
  return { ...operator, publish: sorted([...operator.publish, '$JS.API.>']) };
}

/** In both forms: nats-server 2.14 introduced the second, which a flag of the server turns on. */
function acknowledgementsOf(stream: string, durable: string): string[] {
  return [`$JS.ACK.${stream}.${durable}.>`, `$JS.ACK.*.*.${stream}.${durable}.>`];
}

function namesIn(namespace: string | undefined) {
  const names = new Namespace(namespace);
  return { subject: (own: string) => names.subject(own), stream: (own: string) => names.stream(own) };
}

const sorted = (subjects: readonly string[]) => [...new Set(subjects)].sort();
