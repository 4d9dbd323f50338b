import { readJson, type Tree } from '@nx/devkit';
import { contractFile, newestEvents, readSnapshot, type DeclaredEvent } from '../contracts.ts';
import { camelCase, kebabCase, pascalCase, snakeCase } from '../naming.ts';
import { nextPort, readPackagedServices, readServices } from '../ports.ts';
import { keyOf, ownKey, type Key } from './keys.ts';
import type { Database, ServiceOptions } from './options.ts';
import {
  requireEmittable,
  requireEvent,
  requireName,
  requireNoMore,
  requirePort,
  requireWork,
} from './requirements.ts';

/** Everything that the generated files say, worked out before the first of them is written. */
export interface ServicePlan {
  /** `gift-cards` */
  readonly name: string;
  /** `giftCards` */
  readonly variable: string;
  /** `apps/gift-cards` */
  readonly folder: string;
  readonly packageName: string;
  readonly contractsPackage: string;
  readonly description: string;
  readonly port: number;
  readonly http: boolean;
  readonly client: Client;
  readonly handlers: readonly HandlerPlan[];
  /** For a service that handles no event: a request begins what it does. */
  readonly command?: CommandPlan;
  readonly emitted: readonly EmittedEvent[];
  readonly projections: readonly ProjectionPlan[];
}

/** How the service reaches its database. One that keeps nothing and has messages still has outbox and inbox, through `pg`. */
export type Client = 'prisma' | 'pg' | 'none';

/** What the service keeps: one row per key, with the time of each event. */
export interface ProjectionPlan {
  /** `Payment` */
  readonly model: string;
  /** `payment`: its files, its route. */
  readonly file: string;
  readonly table: string;
  readonly key: Key;
  readonly facts: readonly Fact[];
}

/** That something happened, as a column. */
export interface Fact {
  /** `order.confirmed` */
  readonly type: string;
  /** `confirmedAt` */
  readonly field: string;
  /** `confirmed_at` */
  readonly column: string;
  /** True if the event's data says when it happened, in a field of this name; otherwise the envelope's time is taken. */
  readonly isInData: boolean;
}

export interface HandlerPlan {
  /** `RecordPaymentWhenOrderConfirmed` */
  readonly className: string;
  readonly file: string;
  readonly event: DeclaredEvent;
  readonly key: Key;
  /** What it records, and where. Undefined if the service keeps nothing. */
  readonly records?: { readonly projection: ProjectionPlan; readonly fact: Fact };
  readonly publishes?: EmittedEvent;
}

export interface CommandPlan {
  /** `RecordPayment` */
  readonly className: string;
  readonly file: string;
  readonly projection: ProjectionPlan;
  readonly fact: Fact;
  readonly publishes?: EmittedEvent;
}

export interface EmittedEvent extends DeclaredEvent {
  readonly key: Key;
  /** `capturedAt` */
  readonly timeField: string;
}

/** @throws Refusal what is asked for cannot be made */
export function planService(tree: Tree, options: ServiceOptions): ServicePlan {
  const { name, database = 'prisma', http = true, description } = options;
  requireNoMore(options.unexpected);
  requireName(tree, name);
  const known = newestEvents(tree);
  const consumed = listOf(options.consumes).map((type) => requireEvent(type, known));
  const emitTypes = listOf(options.emits);
  for (const type of emitTypes) requireEmittable(tree, type, name, known);
  requireWork({ http, consumed: consumed.length, emitted: emitTypes.length, database });
  const services = [...readServices(tree), ...readPackagedServices(tree)];
  const port = requirePort(nextPort(services), services);

  const keys = new Map(consumed.map((event) => [event, keyOf(tree, event)]));
  const emitted = emitTypes.map((type, index) => {
    const cause = consumed[index] ?? consumed[0];
    return emittedEvent(type, name, cause ? keys.get(cause)! : ownKey(domainOf(type)));
  });
  const keeps = database !== 'none';
  const projections = !keeps
    ? []
    : consumed.length > 0
      ? projectionsOf(tree, name, keys)
      : [ownProjection(name, emitted)];
  const contractsPackage = readJson<{ name: string }>(tree, 'libs/contracts/package.json').name;
  return {
    name,
    variable: camelCase(name),
    folder: `apps/${name}`,
    packageName: contractsPackage.replace(/[^/]*$/, name),
    contractsPackage,
    description: description ?? describe(consumed, emitted),
    port,
    http,
    client: clientOf(database, consumed.length + emitted.length),
    projections,
    emitted,
    handlers: consumed.map((event, index) =>
      handlerPlan(name, event, keys.get(event)!, projections, emitted[index]),
    ),
    command: consumed.length === 0 && keeps ? commandPlan(projections[0]!, emitted[0]) : undefined,
  };
}

/** Each type once. */
function listOf(values: readonly string[] | string = []): string[] {
  const all = [values].flat().flatMap((value) => value.split(',').map((each) => each.trim()));
  return [...new Set(all.filter(Boolean))];
}

function clientOf(database: Database, events: number): Client {
  return database === 'none' && events > 0 ? 'pg' : database;
}

/** One projection per key: events of orders and of sessions have nothing in common. */
function projectionsOf(tree: Tree, service: string, keys: ReadonlyMap<DeclaredEvent, Key>): ProjectionPlan[] {
  const fields = [...new Set([...keys.values()].map(({ field }) => field))];
  return fields.map((field) => {
    const own = [...keys].filter(([, key]) => key.field === field);
    const [, key] = own[0]!;
    const file = fields.length === 1 ? service : `${service}-${kebabCase(key.subject)}`;
    const facts = factsOf(
      tree,
      own.map(([event]) => event),
    );
    return { ...projectionNames(file), key, facts };
  });
}

/** Of a service that handles no event: what it began itself. */
function ownProjection(service: string, [event]: readonly EmittedEvent[]): ProjectionPlan {
  const type = event?.type ?? `${service}.created`;
  const field = event?.timeField ?? 'createdAt';
  return {
    ...projectionNames(service),
    key: event?.key ?? ownKey(service),
    facts: [{ type, field, column: snakeCase(field), isInData: false }],
  };
}

export function projectionNames(file: string): Pick<ProjectionPlan, 'model' | 'file' | 'table'> {
  return { model: pascalCase(file), file, table: snakeCase(file) };
}

/** `order.confirmed` becomes `confirmedAt`, unless another event ends the same. */
export function factsOf(tree: Tree, events: readonly DeclaredEvent[]): Fact[] {
  return events.map((event) => {
    const { type } = event;
    const isAlone = events.filter((other) => happeningOf(other.type) === happeningOf(type)).length === 1;
    const field = `${camelCase(isAlone ? happeningOf(type) : type)}At`;
    const { properties = {}, required = [] } = readSnapshot(tree, event)?.schema ?? {};
    const isInData = properties[field]?.format === 'date-time' && required.includes(field);
    return { type, field, column: snakeCase(field), isInData };
  });
}

function handlerPlan(
  service: string,
  event: DeclaredEvent,
  key: Key,
  projections: readonly ProjectionPlan[],
  publishes: EmittedEvent | undefined,
): HandlerPlan {
  const projection = projections.find(({ facts }) => facts.some(({ type }) => type === event.type));
  const what = projection
    ? `record-${projection.file}`
    : publishes
      ? `publish-${kebabCase(publishes.type)}`
      : service;
  const file = `${what}-when-${kebabCase(event.type)}`;
  return {
    className: pascalCase(file),
    file,
    event,
    key,
    records: projection && { projection, fact: projection.facts.find(({ type }) => type === event.type)! },
    publishes,
  };
}

function commandPlan(projection: ProjectionPlan, publishes: EmittedEvent | undefined): CommandPlan {
  const file = `record-${projection.file}`;
  return { className: pascalCase(file), file, projection, fact: projection.facts[0]!, publishes };
}

/** An event that the service is to publish. */
export function emittedEvent(type: string, owner: string, key: Key): EmittedEvent {
  const identity = { type, version: 1, owner };
  return {
    ...identity,
    exportName: pascalCase(type),
    file: contractFile(identity),
    key,
    timeField: `${camelCase(happeningOf(type))}At`,
  };
}

/** `order` of `order.confirmed`. */
export function domainOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

/** `confirmed` of `order.confirmed`. */
function happeningOf(type: string): string {
  return type.slice(type.indexOf('.') + 1);
}

function describe(consumed: readonly DeclaredEvent[], emitted: readonly DeclaredEvent[]): string {
  const list = (events: readonly DeclaredEvent[]) => events.map(({ type }) => type).join(', ');
  const parts = [
    ...(consumed.length > 0 ? [`handles ${list(consumed)}`] : []),
    ...(emitted.length > 0 ? [`publishes ${list(emitted)}`] : []),
  ].join(' and ');
  return parts ? `${parts[0]!.toUpperCase()}${parts.slice(1)}.` : 'Answers over HTTP.';
}
