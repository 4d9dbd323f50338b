import { stdSerializers } from 'pino';

/**
 * pino's own serializer of `err`. It marks each error that it visits and reads all of its fields, so that it throws for a
 * frozen error, or for a field that throws. Logging a failure must not fail: then the other fields are left out.
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
