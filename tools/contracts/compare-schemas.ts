import { isDeepStrictEqual } from 'node:util';

/** Who cannot read what, if the change were made in place. */
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

/** What says nothing of what fits. */
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
 * What a reader of one schema would stumble over in data of the other, in either direction. Compatible are: an optional
 * field more, in an object that lets unknown fields pass, and what only people read. Whatever else differs is a change,
 * whether or not today's data would show it.
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
  const removed = Object.keys(was).filter((name) => !(name in is));
  const added = Object.keys(is).filter((name) => !(name in was));
  return [
    ...removed.map((name): SchemaChange => ({
      path: `${path}/${name}`,
      what: 'is gone, or has another name',
      breaks: 'both',
    })),
    // Unknown fields are refused, or have a schema of their own, where the object says so.
    ...(before.additionalProperties === undefined ? [] : added).map((name): SchemaChange => ({
      path: `${path}/${name}`,
      what: 'is new in an object that takes no unknown fields',
      breaks: 'old-consumers',
    })),
    ...Object.keys(was)
      .filter((name) => name in is)
      .flatMap((name) => compareSchemas(was[name], is[name], `${path}/${name}`)),
  ];
}

function compareRequired(before: Schema, after: Schema, path: string): SchemaChange[] {
  const [was, is] = [requiredOf(before), requiredOf(after)];
  const known = propertiesOf(after);
  return [
    ...is
      .filter((name) => !was.includes(name))
      .map((name): SchemaChange => ({
        path: `${path}/${name}`,
        what: name in propertiesOf(before) ? 'was optional and is required' : 'is new and required',
        breaks: 'old-messages',
      })),
    ...was
      .filter((name) => !is.includes(name) && name in known)
      .map((name): SchemaChange => ({
        path: `${path}/${name}`,
        what: 'was required and is optional',
        breaks: 'old-consumers',
      })),
  ];
}

function compareValues(was: unknown, is: unknown, path: string): SchemaChange[] {
  return compareSets(listOf(was), listOf(is)).map(({ value, breaks }) => ({
    path,
    what: `the value ${textOf(value)} is ${breaks === 'old-messages' ? 'gone' : 'new'}`,
    breaks,
  }));
}

function compareTypes(was: unknown, is: unknown, path: string): SchemaChange[] {
  const differing = compareSets(listOf(was), listOf(is));
  const breaks = new Set(differing.map((each) => each.breaks));
  return [
    {
      path,
      what: `was ${listOf(was).join(' or ') || 'anything'} and is ${listOf(is).join(' or ') || 'anything'}`,
      breaks: breaks.size === 1 ? [...breaks][0]! : 'both',
    },
  ];
}

function compareSets(was: readonly unknown[], is: readonly unknown[]): { value: unknown; breaks: Breaks }[] {
  return [
    ...was
      .filter((value) => !is.includes(value))
      .map((value) => ({ value, breaks: 'old-messages' as const })),
    ...is
      .filter((value) => !was.includes(value))
      .map((value) => ({ value, breaks: 'old-consumers' as const })),
  ];
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
