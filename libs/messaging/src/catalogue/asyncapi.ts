import { LANES, PARTITIONS, streamOf } from '../contract/index.js';
import type { ContractDescription, DeclaredMessaging } from '../inspection/protocol.js';
import { headersSchema } from './headers-schema.js';
import { schemaAt } from './schema-at.js';

/** A service by name, with what it declares. */
export type DescribedService = DeclaredMessaging & { service: string };

type Json = Record<string, unknown>;

const ref = (...steps: string[]) => ({ $ref: `#/${steps.join('/')}` });

/**
 * The services' events as one AsyncAPI 3.0 document: a channel for each version of an event, an operation for each
 * service that sends it and each consumer that receives it. What NATS bindings cannot say of JetStream stands in
 * `x-jetstream`. The same declarations give the same document.
 */
export function asyncApiOf(services: readonly DescribedService[]): Json {
  const contracts = contractsOf(services);
  const known = new Set(contracts.map(({ name }) => name));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Waybill',
      version: '1.0.0',
      description:
        'Every event of the services, as their contracts and subscriptions declare them. Events are CloudEvents 1.0 in ' +
        'binary mode over NATS JetStream, at least once; handlers take effect once. Under a NATS_NAMESPACE, streams and ' +
        'subjects begin with it.',
    },
    defaultContentType: 'application/json',
    channels: byName(contracts.map((contract) => [contract.name, channelOf(contract)])),
    operations: byName([
      ...services.flatMap((service) => sendsOf(service, known)),
      ...services.flatMap((service) => receivesOf(service, known)),
    ]),
    components: {
      messages: byName(contracts.map((contract) => [contract.name, messageOf(contract)])),
      schemas: {
        ...byName(
          contracts.map(({ name, schema, wire }) => [
            name,
            schemaAt(`#/components/schemas/${name}`, wire?.schema ?? schema),
          ]),
        ),
        headers: headersSchema,
      },
      parameters: {
        lane: { description: 'The priority. All events of one key keep to one lane.', enum: [...LANES] },
        partition: {
          description: `A stable hash of the event’s key: FNV-1a, modulo ${PARTITIONS}.`,
          enum: Array.from({ length: PARTITIONS }, (_, partition) => String(partition)),
        },
      },
    },
  };
}

/** Each version once; where services describe it differently, as its owner does. */
function contractsOf(services: readonly DescribedService[]): ContractDescription[] {
  const contracts = new Map<string, ContractDescription>();
  for (const { service, contracts: own = [] } of services) {
    for (const contract of own) {
      if (!contracts.has(contract.name) || contract.owner === service) contracts.set(contract.name, contract);
    }
  }
  return [...contracts.values()];
}

function channelOf({ name, owner, stream, subjectTemplate, key, since }: ContractDescription): Json {
  return {
    address: subjectTemplate,
    title: name,
    parameters: {
      lane: ref('components', 'parameters', 'lane'),
      partition: ref('components', 'parameters', 'partition'),
    },
    messages: { [name]: ref('components', 'messages', name) },
    'x-jetstream': { stream },
    'x-waybill': { owner, ...(key && { key }), ...(since && { since }) },
  };
}

function messageOf({ name, type, version, example: open, wire }: ContractDescription): Json {
  const example = wire ? wire.example : open;
  return {
    name,
    title: `${type}, version ${version}`,
    contentType: 'application/json',
    headers: ref('components', 'schemas', 'headers'),
    payload: ref('components', 'schemas', name),
    correlationId: { location: '$message.header#/ce-correlationid' },
    ...(example !== undefined && { examples: [{ name: 'example', payload: example }] }),
  };
}

function sendsOf({ service, publishes }: DescribedService, known: ReadonlySet<string>): [string, Json][] {
  return publishes
    .map(({ type, version, stream }) => ({ name: `${type}.v${version}`, stream }))
    .filter(({ name }) => known.has(name))
    .map(({ name, stream }) => [
      `${service}.send.${name}`,
      {
        action: 'send',
        channel: ref('channels', name),
        summary: `${service} publishes it`,
        messages: [ref('channels', name, 'messages', name)],
        'x-jetstream': { stream },
        'x-waybill': { service },
      },
    ]);
}

function receivesOf({ service, consumers }: DescribedService, known: ReadonlySet<string>): [string, Json][] {
  const operations = new Map<string, Json>();
  for (const { consumer, stream, mode, attempts, routes } of consumers) {
    const durables = consumers.filter((each) => each.consumer === consumer && each.stream === stream);
    for (const { type, handler, versions = [] } of routes) {
      for (const name of versions.map((version) => `${type}.v${version}`)) {
        // A consumer of several streams has durables in each, and every one of them names all its routes.
        if (!known.has(name) || streamOf(type.slice(0, type.indexOf('.'))) !== stream) continue;
        operations.set(`${consumer}.receive.${name}`, {
          action: 'receive',
          channel: ref('channels', name),
          summary: `${handler} of ${service} handles it`,
          messages: [ref('channels', name, 'messages', name)],
          'x-jetstream': { stream, durables: durables.map(({ durable }) => durable) },
          'x-waybill': { service, consumer, handler, mode, attempts, readAs: versions[0] },
        });
      }
    }
  }
  return [...operations];
}

function byName(entries: readonly (readonly [string, unknown])[]): Json {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
