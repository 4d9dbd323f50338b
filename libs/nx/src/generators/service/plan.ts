import type { Tree } from '@nx/devkit';
import { readJson } from '@nx/devkit';
import { contractFile, newestEvents, readSnapshot, type DeclaredEvent } from '../contracts.ts';
import { camelCase, kebabCase, pascalCase, snakeCase } from '../naming.ts';
import { nextPort, readServices } from '../ports.ts';
import type { Database, ServiceOptions } from './options.ts';
import { requireEmittable, requireEvent, requireName, requirePort } from './requirements.ts';

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
  readonly database: Database;
  readonly http: boolean;
  readonly handlers: readonly HandlerPlan[];
  readonly emitted: readonly EmittedEvent[];
  readonly projections: readonly ProjectionPlan[];
}

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

/** The value by which an event is ordered, and of which the service keeps a row. */
export interface Key {
  /** `orderId` */
  readonly field: string;
  /** `order_id` */
  readonly column: string;
  readonly isUuid: boolean;
  /** What one key stands for, for people: `order`. */
  readonly subject: string;
  readonly example: string;
  /** True if the data has it as a field; otherwise only the envelope has the key. */
  readonly isInData: boolean;
  readonly hasConversation: boolean;
}

/** That an event happened, as a column. */
export interface Fact {
  readonly event: DeclaredEvent;
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
  readonly fact: Fact;
  readonly projection: ProjectionPlan;
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
  const services = readServices(tree);
  requireName(tree, name);
  const port = requirePort(nextPort(services), services);
  const known = newestEvents(tree);
  const consumed = listOf(options.consumes).map((type) => requireEvent(type, known));
  const projections = projectionsOf(tree, name, consumed);
  const handled = projections.flatMap((projection) => projection.facts.map((fact) => ({ projection, fact })));
  const emitted = listOf(options.emits).map((type, index) => {
    requireEmittable(tree, type, name, known);
    const key = (handled[index] ?? handled[0])?.projection.key ?? ownKey(type);
    return emittedEvent(type, name, key);
  });
  const contractsPackage = readJson<{ name: string }>(tree, 'libs/contracts/package.json').name;
  return {
    name,
    variable: camelCase(name),
    folder: `apps/${name}`,
    packageName: contractsPackage.replace(/[^/]*$/, name),
    contractsPackage,
    description: description ?? sentence(consumed, emitted),
    port,
    database,
    http,
    projections,
    emitted,
    handlers: handled.map(({ projection, fact }, index) => ({
      className: `Record${projection.model}When${pascalCase(fact.event.type)}`,
      file: `record-${projection.file}-when-${kebabCase(fact.event.type)}`,
      projection,
      fact,
      publishes: emitted[index],
    })),
  };
}

/** Prompts give text, the command line a list. */
function listOf(values: readonly string[] | string = []): string[] {
  const all = [values].flat().flatMap((value) => value.split(',').map((each) => each.trim()));
  return [...new Set(all.filter(Boolean))];
}

/** One projection per key: events of orders and of sessions have nothing in common. */
function projectionsOf(tree: Tree, service: string, events: readonly DeclaredEvent[]): ProjectionPlan[] {
  const keys = events.map((event) => ({ event, key: keyOf(tree, event) }));
  const fields = [...new Set(keys.map(({ key }) => key.field))];
  return fields.map((field) => {
    const own = keys.filter(({ key }) => key.field === field);
    const key = own[0]!.key;
    const file = fields.length === 1 ? service : `${service}-${kebabCase(key.subject)}`;
    return {
      model: pascalCase(file),
      file,
      table: snakeCase(file),
      key,
      facts: factsOf(
        tree,
        own.map(({ event }) => event),
      ),
    };
  });
}

/** `order.confirmed` becomes `confirmedAt`, unless another event ends the same. */
function factsOf(tree: Tree, events: readonly DeclaredEvent[]): Fact[] {
  const shortName = ({ type }: DeclaredEvent) => type.slice(type.indexOf('.') + 1);
  return events.map((event) => {
    const isAlone = events.filter((other) => shortName(other) === shortName(event)).length === 1;
    const field = `${camelCase(isAlone ? shortName(event) : event.type)}At`;
    const { properties = {}, required = [] } = readSnapshot(tree, event)?.schema ?? {};
    const isInData = properties[field]?.format === 'date-time' && required.includes(field);
    return { event, field, column: snakeCase(field), isInData };
  });
}

/** From the snapshot: the contract's key is a function, and what it reads of the data is only known by running it. */
function keyOf(tree: Tree, event: DeclaredEvent): Key {
  const snapshot = readSnapshot(tree, event);
  const path = snapshot?.key.fields.length === 1 ? snapshot.key.fields[0]!.slice(1) : '';
  const schema = snapshot?.schema.properties?.[path];
  const hasConversation = /^\s*conversation:/m.test(tree.read(event.file, 'utf8') ?? '');
  if (!schema || schema.type !== 'string') {
    const example = snapshot?.key.ofExample ?? 'a-key';
    return { ...textKey('key'), subject: 'key', example, isInData: false, hasConversation };
  }
  return {
    ...textKey(path),
    isUuid: schema.format === 'uuid',
    example: snapshot!.key.ofExample,
    hasConversation,
  };
}

/** Of events that follow from no other: a payment's own id. */
function ownKey(type: string): Key {
  const domain = type.slice(0, type.indexOf('.'));
  return {
    ...textKey(`${camelCase(domain)}Id`),
    isUuid: true,
    example: '019abc12-3456-7abc-8def-0123456789ab',
  };
}

function textKey(field: string): Key {
  return {
    field,
    column: snakeCase(field),
    isUuid: false,
    subject: field.replace(/(?<=.)Id$/, ''),
    example: 'a-key',
    isInData: true,
    hasConversation: false,
  };
}

function emittedEvent(type: string, owner: string, key: Key): EmittedEvent {
  const identity = { type, version: 1, owner };
  return {
    ...identity,
    exportName: pascalCase(type),
    file: contractFile(identity),
    key,
    timeField: `${camelCase(type.slice(type.indexOf('.') + 1))}At`,
  };
}

function sentence(consumed: readonly DeclaredEvent[], emitted: readonly DeclaredEvent[]): string {
  const list = (events: readonly DeclaredEvent[]) => events.map(({ type }) => type).join(', ');
  const parts = [
    ...(consumed.length > 0 ? [`handles ${list(consumed)}`] : []),
    ...(emitted.length > 0 ? [`publishes ${list(emitted)}`] : []),
  ].join(' and ');
  return parts ? `${parts[0]!.toUpperCase()}${parts.slice(1)}.` : 'Answers over HTTP.';
}
