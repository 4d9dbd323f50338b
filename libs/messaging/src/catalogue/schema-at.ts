import type { JsonSchema } from '../contract/index.js';

/** The schema as part of a larger document: its references to itself lead to where it stands there. */
export function schemaAt(place: string, { $schema: _, ...schema }: JsonSchema): JsonSchema {
  return moved(schema, place) as JsonSchema;
}

function moved(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((each) => moved(each, place));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === '$ref' && typeof each === 'string' && each.startsWith('#')
        ? place + each.slice(1)
        : moved(each, place),
    ]),
  );
}
