/** A field of an event's data, as one line to read. */
export interface SchemaField {
  /** `lines[].quantity`. */
  name: string;
  /** `whole number, 1 or more`. */
  type: string;
  required: boolean;
}

interface Schema {
  type?: string | string[];
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  items?: Schema | Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** The fields of an object's JSON Schema, those of its lists and objects below them. */
export function schemaFields(schema: Record<string, unknown> | undefined, prefix = ''): SchemaField[] {
  const { properties = {}, required = [] } = (schema ?? {}) as Schema;
  return Object.entries(properties).flatMap(([name, field]) => [
    { name: prefix + name, type: typeWords(field), required: required.includes(name) },
    ...belowOf(field, prefix + name),
  ]);
}

function belowOf(field: Schema, name: string): SchemaField[] {
  if (field.properties) return schemaFields(field as Record<string, unknown>, `${name}.`);
  const { items } = field;
  return items && !Array.isArray(items) && items.properties
    ? schemaFields(items as Record<string, unknown>, `${name}[].`)
    : [];
}

const FORMATS: Record<string, string> = {
  uuid: 'UUID',
  'date-time': 'time, ISO 8601',
  date: 'day, ISO 8601',
};
const TYPES: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
};

function typeWords(field: Schema): string {
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.enum) return field.enum.map((value) => JSON.stringify(value)).join(' or ');
  const either = field.anyOf ?? field.oneOf;
  if (either) return either.map(typeWords).join(' or ');
  const kinds = [field.type ?? 'anything'].flat();
  return [kinds.map((kind) => kindWords(kind, field)).join(' or '), ...boundsOf(field)].join(', ');
}

function kindWords(kind: string, { format, items }: Schema): string {
  if (kind === 'string' && format) return FORMATS[format] ?? format;
  if (kind === 'array') return items && !Array.isArray(items) ? `list of ${typeWords(items)}` : 'list';
  return TYPES[kind] ?? kind;
}

function boundsOf({
  format,
  pattern,
  minimum,
  maximum,
  minLength,
  maxLength,
  minItems,
  maxItems,
}: Schema): string[] {
  return [
    between(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ''),
    between(minLength, maxLength, ' characters'),
    between(minItems, maxItems, ' items'),
    // A format already says it in words.
    format === undefined && pattern !== undefined ? `like ${pattern}` : undefined,
  ].filter((words) => words !== undefined);
}

function between(least: number | undefined, most: number | undefined, of: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  if (least === most) return `${least}${of}`;
  if (most === undefined) return `${least} or more${of}`;
  return least === undefined ? `at most ${most}${of}` : `${least} to ${most}${of}`;
}
