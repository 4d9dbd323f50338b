import { stdSerializers } from 'pino';

/**
 * What of an error is written. Others are left out: drivers quote rows in theirs (`detail` of Postgres is a whole row,
 * `meta` of Prisma names values).
 */
const FIELDS = new Set([
  ...['type', 'message', 'stack', 'code', 'aggregateErrors', 'dependency', 'delayMs', 'reasons', 'status'],
  ...['severity', 'schema', 'table', 'column', 'constraint', 'routine'],
  ...['errno', 'syscall', 'address', 'port', 'path'],
]);

/**
 * pino's own serializer of `err`, without fields that may hold data. It marks each error that it visits and reads all of its
 * fields, so that it throws for a frozen error, or for a field that throws. Logging a failure must not fail: then only
 * the first three are written.
 */
export function serializeError(error: unknown): unknown {
  try {
    return withFields(stdSerializers.err(error as Error));
  } catch {
    const [type, message, stack] = ['name', 'message', 'stack'].map((field) => textOf(error, field));
    return { type: type ?? 'Error', message: message ?? 'an error that cannot be read', stack: stack ?? '' };
  }
}

function withFields(serialized: unknown): unknown {
  if (typeof serialized !== 'object' || serialized === null) return serialized;
  return Object.fromEntries(
    Object.entries(serialized)
      .filter(([name]) => FIELDS.has(name))
      .map(([name, value]) => [name, name === 'aggregateErrors' ? partsOf(value) : value]),
  );
}

function partsOf(errors: unknown): unknown {
  return Array.isArray(errors) ? errors.map(withFields) : undefined;
}

function textOf(error: unknown, field: string): string | undefined {
  try {
    const value = (error as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
