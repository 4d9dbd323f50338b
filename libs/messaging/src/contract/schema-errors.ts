import type { z } from 'zod';

/** A part of a schema that JSON cannot carry, or would not give back as it was. */
export interface SchemaError {
  /** Where in the data: `/lines/*` is every item of `lines`, empty the data itself. */
  path: string;
  /** What is there: `a date`. */
  what: string;
  /** What to write instead. */
  fix: string;
}

const CLEAN_BEFORE = 'publish the value as it is to be read, and convert in the code that reads it';
const SAY_ABSENT = 'make the field optional, and let the reader decide what its absence means';
const KNOWN_JSON = 'name its fields, or take z.json() for any JSON';

/** Kinds of zod that never come back the same. A kind in no list here is refused too. */
const REFUSED: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  date: ['a date', 'take z.iso.datetime(), text'],
  bigint: ['a bigint', 'take z.string().regex(/^\\d+$/), or z.int() if it fits'],
  map: ['a map', 'take z.record(z.string(), …), or an array of pairs'],
  set: ['a set', 'take z.array(…)'],
  undefined: ['undefined', 'make the field optional, or take z.null()'],
  void: ['void', 'make the field optional, or take z.null()'],
  nan: ['NaN', 'take z.null()'],
  symbol: ['a symbol', 'take z.enum([…])'],
  function: ['a function', 'events carry data only'],
  file: ['a file', 'carry a reference to it'],
  promise: ['a promise', 'await it before the event is published'],
  custom: ['a type that only code can check', 'describe its fields with z.object({ … })'],
  any: ['anything at all', KNOWN_JSON],
  unknown: ['anything at all', KNOWN_JSON],
  transform: ['a transform', CLEAN_BEFORE],
  pipe: ['a transform, pipe or codec', CLEAN_BEFORE],
  success: ['a transform', CLEAN_BEFORE],
  default: ['a default', SAY_ABSENT],
  prefault: ['a default', SAY_ABSENT],
  catch: ['a fallback', SAY_ABSENT],
};

/**
 * Everything in the schema because of which `parse(JSON.parse(JSON.stringify(data)))` may differ from `data`: what is
 * published and what a handler gets must be the same.
 */
export function schemaErrors(schema: z.core.$ZodType, path = '', seen = new Set<unknown>()): SchemaError[] {
  // A schema that contains itself.
  if (seen.has(schema)) return [];
  seen = new Set([...seen, schema]);
  const into = (inner: z.core.$ZodType, step = '') => schemaErrors(inner, path + step, seen);
  const { def } = (schema as z.core.$ZodTypes)._zod;

  if ('coerce' in def && def.coerce) return [{ path, what: 'a coercion', fix: CLEAN_BEFORE }];
  if (def.checks?.some((check) => check._zod.def.check === 'overwrite')) {
    return [{ path, what: 'a change of the value (trim, toLowerCase, overwrite)', fix: CLEAN_BEFORE }];
  }
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'never':
    case 'enum':
    case 'template_literal':
      return [];
    case 'literal':
      return def.values.flatMap((value) =>
        value === undefined || typeof value === 'bigint'
          ? [{ path, what: `the literal ${String(value)}`, fix: 'take text, a number, a boolean or null' }]
          : [],
      );
    case 'object':
      return [
        ...Object.entries(def.shape).flatMap(([name, field]) => into(required(field), `/${name}`)),
        ...(def.catchall ? into(def.catchall, '/*') : []),
      ];
    case 'array':
      return into(def.element, '/*');
    case 'tuple':
      return [
        ...def.items.flatMap((item, index) => into(item, `/${index}`)),
        ...(def.rest ? into(def.rest, '/*') : []),
      ];
    case 'record':
      return [...into(def.keyType, '/*'), ...into(def.valueType, '/*')];
    case 'union':
      return def.options.flatMap((option) => into(option));
    case 'intersection':
      return [...into(def.left), ...into(def.right)];
    case 'nullable':
    case 'nonoptional':
    case 'readonly':
      return into(def.innerType);
    case 'lazy':
      return into(def.getter());
    case 'optional':
      return [{ path, what: 'undefined', fix: 'only a field of an object can be optional: take nullable' }];
    default: {
      const [what, fix] = REFUSED[def.type] ?? [`zod's "${def.type}"`, 'take a type that JSON has'];
      return [{ path, what, fix }];
    }
  }
}

/** What an optional field holds if it is present. JSON leaves out what is undefined, which means absent. */
function required(field: z.core.$ZodType): z.core.$ZodType {
  const { def } = (field as z.core.$ZodTypes)._zod;
  return def.type === 'optional' ? required(def.innerType) : field;
}
