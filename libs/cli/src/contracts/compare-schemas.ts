import { isDeepStrictEqual } from 'node:util';

/** What could not be read if the change were made in place. */
export type Breaks =
  /** New code, the old messages: those in outbox, stream and dead letters. */
  | 'old-messages'
  /** Code that runs today, the new messages: every consumer until it is deployed again. */
  | 'old-consumers'
  | 'both';

export interface SchemaChange {
  /** Where in the data, with `*` for each item of a list; empty for the data itself. */
  path: string;
  /** `is required now`. */
  what: string;
  breaks: Breaks;
}

type Schema = Record<string, unknown>;

/** Keywords that do not restrict the data. */
const ANNOTATIONS = new Set(['$schema', 'title', 'description', 'examples', 'deprecated', '$comment']);
const LOWER_BOUNDS = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
const UPPER_BOUNDS = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);
/** Keywords that hold one schema, a list of schemas, or schemas by name. */
const NESTED = new Set([
  'items',
  'additionalItems',
  'additionalProperties',
  'propertyNames',
  'not',
  'contains',
]);
const NESTED_LISTS = new Set(['items', 'allOf', 'anyOf', 'oneOf']);

/**
 * What a reader of one schema could not read in data of the other, in either direction. Compatible are one more optional
 * field, in an object that lets unknown fields pass, and what only people read. Any other difference is a change, whether
 * or not today's data would show it.
 */
export function compareSchemas(before: unknown, after: unknown, path = ''): SchemaChange[] {
  if (!isSchema(before) || !isSchema(after)) {
    return isDeepStrictEqual(before, after)
      ? []
      : [{ path, what: `was ${textOf(before)} and is ${textOf(after)}`, breaks: 'both' }];
  }
  const keywords = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (keyword) => !ANNOTATIONS.has(keyword) && keyword !== 'required',
  );
  return [
    ...keywords.flatMap((keyword) => compareKeyword(keyword, before, after, path)),
    ...compareRequired(before, after, path),
  ];
}

function compareKeyword(keyword: string, before: Schema, after: Schema, path: string): SchemaChange[] {
  const [was, is] = [before[keyword], after[keyword]];
  if (isDeepStrictEqual(was, is)) return [];
  const changed = (what: string, breaks: Breaks): SchemaChange[] => [{ path, what, breaks }];
  if (keyword === 'properties') return compareProperties(before, after, path);
  if (keyword === 'definitions') return compareNamed(was, is, path);
  if (keyword === 'enum') return compareValues(was, is, path);
  if (NESTED.has(keyword) && isSchema(was) && isSchema(is)) return compareSchemas(was, is, `${path}/*`);
  if (NESTED_LISTS.has(keyword) && Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    const step = (index: number) => (keyword === 'items' ? `${path}/${index}` : path);
    return was.flatMap((schema, index) => compareSchemas(schema, is[index], step(index)));
  }
  if (keyword === 'type') return compareTypes(was, is, path);
  const what = `${keyword} was ${textOf(was)} and is ${textOf(is)}`;
  if (was === undefined) return changed(what, 'old-messages');
  if (is === undefined) return changed(what, 'old-consumers');
  if (LOWER_BOUNDS.has(keyword))
    return changed(what, Number(was) < Number(is) ? 'old-messages' : 'old-consumers');
  if (UPPER_BOUNDS.has(keyword))
    return changed(what, Number(was) > Number(is) ? 'old-messages' : 'old-consumers');
  return changed(what, 'both');
}

function compareProperties(before: Schema, after: Schema, path: string): SchemaChange[] {
  const [was, is] = [propertiesOf(before), propertiesOf(after)];
  const { removed, added } = difference(Object.keys(was), Object.keys(is));
  // Unknown fields are refused, or have a schema of their own, if the object says so.
  const refused = before.additionalProperties === undefined ? [] : added;
  return [
    ...changes(path, removed, 'is gone, or has another name', 'both'),
    ...changes(path, refused, 'is new in an object that takes no unknown fields', 'old-consumers'),
    ...Object.keys(was)
      .filter((name) => name in is)
      .flatMap((name) => compareSchemas(was[name], is[name], `${path}/${name}`)),
  ];
}

function compareRequired(before: Schema, after: Schema, path: string): SchemaChange[] {
  const { removed, added } = difference(requiredOf(before), requiredOf(after));
  const [known, still] = [propertiesOf(before), propertiesOf(after)];
  const wasOptional = added.filter((name) => name in known);
  const isNew = added.filter((name) => !(name in known));
  const isOptional = removed.filter((name) => name in still);
  return [
    ...changes(path, wasOptional, 'was optional and is required', 'old-messages'),
    ...changes(path, isNew, 'is new and required', 'old-messages'),
    ...changes(path, isOptional, 'was required and is optional', 'old-consumers'),
  ];
}

function changes(path: string, names: readonly string[], what: string, breaks: Breaks): SchemaChange[] {
  return names.map((name) => ({ path: `${path}/${name}`, what, breaks }));
}

function compareValues(was: unknown, is: unknown, path: string): SchemaChange[] {
  const { removed, added } = difference(listOf(was), listOf(is));
  return [
    ...removed.map((value) => ({
      path,
      what: `the value ${textOf(value)} is gone`,
      breaks: 'old-messages' as const,
    })),
    ...added.map((value) => ({
      path,
      what: `the value ${textOf(value)} is new`,
      breaks: 'old-consumers' as const,
    })),
  ];
}

function compareTypes(was: unknown, is: unknown, path: string): SchemaChange[] {
  const { removed, added } = difference(listOf(was), listOf(is));
  const types = (value: unknown) => listOf(value).join(' or ') || 'anything';
  const breaks = added.length === 0 ? 'old-messages' : removed.length === 0 ? 'old-consumers' : 'both';
  return [{ path, what: `was ${types(was)} and is ${types(is)}`, breaks }];
}

function difference<Value>(
  was: readonly Value[],
  is: readonly Value[],
): { removed: Value[]; added: Value[] } {
  return {
    removed: was.filter((value) => !is.includes(value)),
    added: is.filter((value) => !was.includes(value)),
  };
}

function compareNamed(was: unknown, is: unknown, path: string): SchemaChange[] {
  const [before, after] = [isSchema(was) ? was : {}, isSchema(is) ? is : {}];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    compareSchemas(before[name], after[name], `${path}/${name}`),
  );
}

function propertiesOf({ properties }: Schema): Schema {
  return isSchema(properties) ? properties : {};
}

function requiredOf({ required }: Schema): string[] {
  return Array.isArray(required) ? required.map(String) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}
