import type { z } from 'zod';
import { checkExample } from './check-example.js';
import { personalFieldsOf } from './personal.js';
import { schemaErrors } from './schema-errors.js';

/** Two priorities, two lanes. All events of one key must use the same lane: between lanes there is no order. */
export const LANES = ['express', 'standard'] as const;

/** The priority of an event: `express` overtakes a backlog of `standard` (the default), which still gets every fifth slot. */
export type Lane = (typeof LANES)[number];

/** How many partitions each lane of a domain has. Part of the wire format: never change it on a live system. */
export const PARTITIONS = 8;

/** What `defineEvent` takes. */
export interface EventDefinition<Schema extends z.ZodType> {
  /** `<domain>.<event>`, lower-case kebab tokens: `order.placed`. The domain decides the stream. */
  type: string;
  /** A positive integer; a breaking change of the schema is a new version. */
  version: number;
  /** The service that publishes it; the only one that may. */
  owner: string;
  /** The value whose events stay in order, for example the order id. */
  key: (data: z.output<Schema>) => string;
  /** The id of the business conversation that it belongs to, for traces and searches: an order's id. Default none. */
  conversation?: (data: z.output<Schema>) => string;
  /** Of what JSON can carry: what a handler gets is what was published. */
  schema: Schema;
  /** The id of the person whose data the `personal` fields are: they are erased together. Needed where there are any. */
  dataSubject?: (data: z.output<Schema>) => string;
  /**
   * Its data may be larger than a message: up to 16 MiB, stored in parts beside the stream, with a message that refers to
   * them. Through the outbox, and for handlers of single events. Default false: larger data is refused where it is
   * published.
   */
  claimCheck?: boolean;
  /** Data as it may be published, for people and for the catalogue of events; it is held against the schema. */
  example?: z.input<Schema>;
  /** The day on which this version was published first: `2026-11-22`. */
  since?: string;
  /** How data of the version before becomes data of this one. Chains: each version names only its predecessor. */
  upcast?: (previous: never) => z.input<Schema>;
  /** The version before, needed where `upcast` is given. */
  previous?: EventContract;
}

/**
 * An event, declared once with `defineEvent`, as a value that publisher and consumers import: its name, its owner, its
 * route and the schema of its data.
 */
export interface EventContract<Data = unknown> {
  /** `order.placed`. */
  readonly type: string;
  /** 1 or more. */
  readonly version: number;
  /** The one service that may publish it. */
  readonly owner: string;
  /** `order` of `order.placed`. */
  readonly domain: string;
  /** The JetStream stream of the domain: `ORDER`. */
  readonly stream: string;
  /** `order.placed.v1`: names the contract in tables, spans and on the message map. */
  readonly name: string;
  /** `order.placed.v1.{lane}.{partition}`. */
  readonly subjectTemplate: string;
  /** Checked on publish and on consume. */
  readonly schema: z.ZodType<Data>;
  /** Set if its data may be larger than a message. */
  readonly claimCheck?: boolean;
  /** Fields of personal data: `/recipient/name`, with `/lines/*` for every item. Absent if there are none. */
  readonly personal?: readonly string[];
  readonly example?: Data;
  /** The day of its first publication: `2026-11-22`. */
  readonly since?: string;
  /** The version that it upcasts from. */
  readonly previous?: EventContract;
  /** The value whose events stay in order. */
  key(data: Data): string;
  /** Absent if the events belong to no conversation. */
  conversation?(data: Data): string;
  /** Present where there are personal fields. */
  dataSubject?(data: Data): string;
  /** Data of `previous` as data of this version. */
  upcast(previous: unknown): unknown;
}

/** The first token of a subject decides whose it is. */
const RESERVED_DOMAINS = new Map([
  ['dead', "the dead letters'"],
  ['dataref', "the stored payloads'"],
]);

/** The data type of a contract: `DataOf<typeof OrderPlaced>`. */
export type DataOf<C> = C extends EventContract<infer Data> ? Data : never;

const TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Declares an event, once, in a file that publisher and consumers import.
 *
 *     export const OrderPlaced = defineEvent({
 *       type: 'order.placed', version: 1, owner: 'order',
 *       key: ({ orderId }) => orderId,
 *       schema: z.object({ orderId: z.uuid() }),
 *     });
 *
 * @throws TypeError if the type is not `<domain>.<event>` in kebab case, its domain is `dead` or `dataref`, the version is not a
 * positive integer, the schema has a part that JSON does not preserve, `since` is not a day, `previous` is not an
 * earlier version of the same type or comes without `upcast`, personal fields and `dataSubject` come one without the
 * other, or the example does not fit the schema or, upcast, the schema of the next version.
 */
export function defineEvent<Schema extends z.ZodType>(
  definition: EventDefinition<Schema>,
): EventContract<z.output<Schema>> {
  const { type, version, owner, key, conversation, schema, dataSubject, claimCheck, example, since } =
    definition;
  const { upcast, previous } = definition;
  if (!TYPE.test(type)) {
    throw new TypeError(`event type "${type}" must be "<domain>.<event>" in lower-case kebab tokens`);
  }
  if (!Number.isInteger(version) || version < 1) {
    throw new TypeError(`${type}: version must be a positive integer, not ${version}`);
  }
  const name = `${type}.v${version}`;
  if (Boolean(upcast) !== Boolean(previous)) {
    throw new TypeError(`${name}: "upcast" and "previous" go together`);
  }
  if (previous && (previous.type !== type || previous.version >= version)) {
    throw new TypeError(`${name}: its previous version cannot be ${previous.name}`);
  }
  if (since !== undefined && !isDay(since)) {
    throw new TypeError(`${name}: since must be a day such as "2026-11-22", not "${since}"`);
  }
  const domain = type.slice(0, type.indexOf('.'));
  const user = RESERVED_DOMAINS.get(domain);
  if (user) throw new TypeError(`${type}: the domain "${domain}" is ${user}`);
  const errors = schemaErrors(schema).map(({ path, what, fix }) => `${path || '/'} is ${what}: ${fix}`);
  if (errors.length > 0) {
    throw new TypeError(`${name} would not come back from JSON as it was: ${errors.join('; ')}`);
  }
  const personal = personalFieldsOf(schema);
  if (Boolean(dataSubject) !== personal.length > 0) {
    throw new TypeError(
      dataSubject
        ? `${name}: it names a data subject and has no personal(…) field: mark the fields, or leave out "dataSubject"`
        : `${name}: ${personal.join(', ')} is personal: name the person with dataSubject: (data) => …`,
    );
  }
  const contract: EventContract<z.output<Schema>> = Object.freeze({
    type,
    version,
    owner,
    domain,
    stream: streamOf(domain),
    name,
    subjectTemplate: `${name}.{lane}.{partition}`,
    schema: schema as z.ZodType<z.output<Schema>>,
    // Nothing in the schema turns input into something else.
    ...(claimCheck && { claimCheck }),
    ...(dataSubject && { personal, dataSubject }),
    ...(example !== undefined && { example: example as z.output<Schema> }),
    ...(since !== undefined && { since }),
    previous,
    key,
    ...(conversation && { conversation }),
    upcast: (data: unknown) => (upcast as (previous: unknown) => unknown)(data),
  });
  checkExample(contract as EventContract);
  return contract;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** `behavior` → `BEHAVIOR`. JetStream stream names take no dots or spaces. */
export function streamOf(domain: string): string {
  return domain.toUpperCase();
}
