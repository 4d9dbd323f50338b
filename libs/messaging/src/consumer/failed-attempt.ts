import type { FailedAttempt } from '../inbox/attempts.sql.js';

export function attemptOf(error: unknown, seconds: number): FailedAttempt {
  return {
    at: new Date().toISOString(),
    durationMs: Math.round(seconds * 1000),
    error: describeError(error),
  };
}

export function describeError(error: unknown): FailedAttempt['error'] {
  if (!(error instanceof Error)) return { name: 'Error', message: storable(String(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? storable(error.code, 100) : undefined;
  return { name: storable(error.name, 100), message: storable(error.message), ...(code ? { code } : {}) };
}

/** The error of an attempt on record, for those who look at errors. */
export function errorOf({ error: { name, message, code } }: FailedAttempt): Error {
  return Object.assign(new Error(message), { name, ...(code ? { code } : {}) });
}

/**
 * Short, because the history travels in a header of the dead letter; without NUL and lone surrogates (the
 * cut may leave one), because Postgres takes neither into JSON, and a failure must not fail to be recorded.
 */
function storable(text: string, length = 500): string {
  const short = text.length > length ? `${text.slice(0, length)}…` : text;
  return short.toWellFormed().replaceAll('\0', '\ufffd');
}
