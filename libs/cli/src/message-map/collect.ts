import {
  distinctContracts,
  jsonSchemaOf,
  keyFieldsOf,
  versionsOf,
  type EventContract,
} from '@waybill/messaging/contract';
import type { ConsumerDefinition } from '@waybill/messaging';
import type { EventSubscription } from '@waybill/messaging/operations';
import { inWorkspace, messagingServices, serviceOf } from '@waybill/stack';
import type { ServiceDefinition } from '@waybill/service';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { plural } from '../format.js';

/** One event and its consumers. */
export interface MappedEvent {
  name: string;
  type: string;
  version: number;
  owner: string;
  stream: string;
  subject: string;
  /** The fields that its key is made of. */
  key: string;
  fields: { name: string; type: string; optional: boolean }[];
  consumers: MappedConsumer[];
}

export interface MappedConsumer {
  service: string;
  consumer: string;
  handler: string;
  policy: string;
  /** The version that the handler gets: this one, or a later one that it is upcast to. */
  reads: number;
}

/** What a service does by the clock. */
export interface MappedSchedule {
  service: string;
  name: string;
  /** `every 1h`, `cron 0 3 * * * (UTC)`. */
  plan: string;
  task: string;
}

/** Reads the contracts and each service's subscriptions: the two places that define who publishes and handles what. */
export async function collectEvents(): Promise<MappedEvent[]> {
  const [contracts, subscriptions] = await Promise.all([collectContracts(), loadSubscriptions()]);
  return contracts.map((contract) => mapEvent(contract, subscriptions));
}

/**
 * Everything that `libs/contracts` declares, by name.
 *
 * @throws TypeError two contracts of one type and version
 */
export async function collectContracts(): Promise<EventContract[]> {
  const contracts = await importBuilt(inWorkspace('libs/contracts/dist/index.js'));
  return distinctContracts(Object.values(contracts).filter(isContract)).sort((a, b) =>
    a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1,
  );
}

export type ServiceSubscriptions = Map<string, readonly ConsumerDefinition[]>;

/**
 * By service, what it declares to consume.
 *
 * @throws Error an app does not export its service
 */
export async function loadSubscriptions(): Promise<ServiceSubscriptions> {
  const services = await loadServices();
  return new Map([...services].map(([name, { subscriptions = [] }]) => [name, subscriptions]));
}

/** The schedules of every service. @throws Error an app does not export its service */
export async function collectSchedules(): Promise<MappedSchedule[]> {
  return [...(await loadServices())].flatMap(([service, { schedules = [] }]) =>
    schedules.map(({ name, plan, task }) => ({ service, name, plan, task: task.name })),
  );
}

/** By name, what each service declares itself to be. @throws Error an app does not export its service */
export async function loadServices(): Promise<Map<string, Partial<ServiceDefinition>>> {
  const services = new Map<string, Partial<ServiceDefinition>>();
  for (const name of [...messagingServices].sort()) {
    services.set(name, await loadService(name));
  }
  return services;
}

/**
 * What an app declares itself to be.
 *
 * @throws Error it does not export its service
 */
export async function loadService(name: string): Promise<Partial<ServiceDefinition>> {
  const module = await importBuilt(join(dirname(serviceOf(name).main), 'service.js'));
  const service = Object.values(module as Record<string, Partial<ServiceDefinition>>).find(
    (value) => value.name === name,
  );
  if (!service) throw new Error(`service.ts of ${name} exports no defineService({ name: '${name}' })`);
  return service;
}

/** By path: the names of its packages are the workspace's own. */
async function importBuilt(path: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
}

function isContract(value: unknown): value is EventContract {
  return typeof value === 'object' && value !== null && 'subjectTemplate' in value;
}

function mapEvent(contract: EventContract, services: ServiceSubscriptions): MappedEvent {
  const { name, type, version, owner, stream, subjectTemplate } = contract;
  return {
    name,
    type,
    version,
    owner,
    stream,
    subject: subjectTemplate,
    key:
      keyFieldsOf(contract)
        ?.map((field) => field.slice(1))
        .join(', ') ?? 'not known: no example',
    fields: fieldsOf(contract),
    consumers: [...services].flatMap(([service, subscriptions]) =>
      subscriptions.flatMap((consumer) =>
        consumer.routes.flatMap((route) => {
          const read = route.contracts.find((each) =>
            versionsOf(each).some((version) => version.name === name),
          );
          if (!read) return [];
          return [
            {
              service,
              consumer: consumer.name,
              handler: route.handler.name,
              policy: policyOf(consumer, route),
              reads: read.version,
            },
          ];
        }),
      ),
    ),
  };
}

const JsonSchema = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});

function fieldsOf(contract: EventContract): MappedEvent['fields'] {
  const { properties = {}, required = [] } = JsonSchema.parse(jsonSchemaOf(contract));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    optional: !required.includes(name),
  }));
}

function typeOf(property: unknown): string {
  const { type = 'any', format, enum: values, items, properties } = JsonSchema.parse(property);
  if (values) return values.map((value) => JSON.stringify(value)).join(' or ');
  if (type === 'array') return `list of ${typeOf(items)}`;
  if (type === 'object' && properties) return `{ ${Object.keys(properties).join(', ')} }`;
  return format ? `${type} (${format})` : type;
}

function policyOf(consumer: ConsumerDefinition, route: EventSubscription): string {
  const { attempts } = route.retry;
  const retry = plural(attempts, 'attempt');
  if (route.mode === 'batch') {
    return `batches of up to ${route.maxMessages} or ${route.maxWaitMs} ms, ${retry}`;
  }
  return consumer.mode === 'key'
    ? `in key order, ${retry}`
    : `any order, ${consumer.concurrency} at once, ${retry}`;
}
