import { z } from 'zod';

/** Where a handler would find personal data: it was erased, or the handler did not ask for personal data. */
export const Withheld = z.strictObject({ withheld: z.enum(['erased', 'not-requested']) });
export type Withheld = z.infer<typeof Withheld>;

const MARKED = new WeakSet<object>();

/**
 * Marks a field of an event as personal data: `name: personal(z.string())`. In outbox, stream and dead letters it is
 * encrypted with a key of its data subject. A handler that asks for personal data gets the value or, once the subject was
 * erased, `Withheld`; any other handler gets `Withheld`.
 */
export function personal<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodUnion<readonly [Schema, typeof Withheld]> {
  const field = z.union([schema, Withheld]);
  MARKED.add(field);
  return field;
}

/** Whether `personal` returned this schema. */
export function isMarked(schema: object): boolean {
  return MARKED.has(schema);
}

/** Whether a field of personal data was withheld. */
export function isWithheld(value: unknown): value is Withheld {
  return Withheld.safeParse(value).success;
}

/**
 * The personal fields of a schema: `/recipient/name`, with `/lines/*` for every item of `lines`.
 *
 * @throws TypeError one is where no path leads to it
 */
export function personalFieldsOf(schema: z.core.$ZodType, path = '', seen = new Set<unknown>()): string[] {
  if (isMarked(schema)) return [path];
  // A schema that contains itself.
  if (seen.has(schema)) return [];
  seen = new Set([...seen, schema]);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const into = (inner: z.core.$ZodType, step = '') => personalFieldsOf(inner, path + step, seen);
  const nowhere = (inner: readonly z.core.$ZodType[]) => {
    const [found] = inner.flatMap((each) => into(each));
    if (found === undefined) return [];
    throw new TypeError(
      `${path || '/'} has a personal field in a ${def.type}: only fields of objects and items of arrays can be personal`,
    );
  };
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, field]) => into(field, `/${name}`));
    case 'array':
      return into(def.element, '/*');
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'readonly':
      return into(def.innerType);
    case 'union':
      return nowhere(def.options);
    case 'intersection':
      return nowhere([def.left, def.right]);
    case 'tuple':
      return nowhere([...def.items, ...(def.rest ? [def.rest] : [])]);
    case 'record':
      return nowhere([def.valueType]);
    case 'lazy':
      return nowhere([def.getter()]);
    default:
      return [];
  }
}

/** The data with every value at these fields replaced. What is absent or null stays so. */
export function mapFields(
  data: unknown,
  fields: readonly string[],
  replace: (value: unknown, path: string) => unknown,
): unknown {
  return fields.reduce((mapped, field) => mapAt(mapped, field.slice(1).split('/'), '', replace), data);
}

function mapAt(
  data: unknown,
  [name, ...rest]: readonly string[],
  path: string,
  replace: (value: unknown, path: string) => unknown,
): unknown {
  if (data === undefined || data === null) return data;
  if (name === undefined) return replace(data, path);
  // Not of the shape that the schema has: the schema says so.
  if (typeof data !== 'object') return data;
  if (name === '*') {
    if (!Array.isArray(data)) return data;
    return data.map((item, index) => mapAt(item, rest, `${path}/${index}`, replace));
  }
  if (!Object.hasOwn(data, name)) return data;
  const value = (data as Record<string, unknown>)[name];
  return { ...data, [name]: mapAt(value, rest, `${path}/${name}`, replace) };
}
