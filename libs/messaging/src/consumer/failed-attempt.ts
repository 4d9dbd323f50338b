import type { FailedAttempt } from '../inbox/attempts.sql.js';
import { asError, causesOf, codeOf, messageOf } from '../thrown.js';

export function attemptOf(error: unknown, seconds: number): FailedAttempt {
  return {
    at: new Date().toISOString(),
    durationMs: Math.round(seconds * 1000),
    error: describeError(error),
  };
}

/** Describes anything that was thrown. Never throws: a failure must not fail to be recorded. */
export function describeError(thrown: unknown): FailedAttempt['error'] {
  const error = asError(thrown);
  const code = codeOf(error);
  const causes = causesOf(error).map((cause) => storable(cause, 200));
  return {
    name: storable(error.name, 100),
    message: storable(messageOf(error)),
    ...(code && { code: storable(code, 100) }),
    ...(causes.length > 0 && { causes }),
  };
}

/** The error of a recorded attempt, as an error again. */
export function errorOf({ error: { name, message, code } }: FailedAttempt): Error {
  return Object.assign(new Error(message), { name, ...(code ? { code } : {}) });
}

/**
 * Short, because the history travels in a header of the dead letter; without NUL and lone surrogates (the
 * cut may leave one), because Postgres takes neither into JSON.
 */
function storable(text: string, length = 500): string {
  const short = text.length > length ? `${text.slice(0, length)}…` : text;
  return short.toWellFormed().replaceAll('\0', '\ufffd');
}
