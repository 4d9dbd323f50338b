import { stdSerializers } from 'pino';

/**
 * pino's own serializer of `err`, which marks each error while it looks at it and reads all of its fields: it throws for
 * a frozen one, or for a field that does. A line about a failure must not be a failure: then without the other fields.
 */
export function serializeError(error: unknown): unknown {
  try {
    return stdSerializers.err(error as Error);
  } catch {
    const [type, message, stack] = ['name', 'message', 'stack'].map((field) => textOf(error, field));
    return { type: type ?? 'Error', message: message ?? 'an error that cannot be read', stack: stack ?? '' };
  }
}

function textOf(error: unknown, field: string): string | undefined {
  try {
    const value = (error as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
