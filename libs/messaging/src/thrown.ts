import { types } from 'node:util';

/** Parts of an `AggregateError`, and causes, that are named at most. */
const MOST_NAMED = 5;

/**
 * JavaScript throws anything: a text, nothing, an object that cannot be turned into text, an error whose `message`
 * is a trap. This returns an error that is safe to read: its name, message, code and stack are plain, and reading
 * them never throws. An error that is safe already is returned as is, so that its class still decides.
 *
 * Never throws.
 */
export function asError(thrown: unknown): Error {
  return isPlainError(thrown) ? thrown : copied(thrown);
}

/** `Error: refused (ECONNREFUSED)` of each cause in turn, nearest first, circles and long chains cut off. */
export function causesOf(error: Error): string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([error]);
  let current: Error = error;
  while (causes.length < MOST_NAMED) {
    const cause = attempt(() => current.cause);
    if (cause === undefined || cause === null || seen.has(cause)) break;
    seen.add(cause);
    current = asError(cause);
    const code = codeOf(current);
    causes.push(code ? `${nameAndMessage(current)} (${code})` : nameAndMessage(current));
  }
  return causes;
}

/** The message; of an `AggregateError` its parts too, which is which say why. */
export function messageOf(error: Error): string {
  const parts = attempt(() => (error as Partial<AggregateError>).errors);
  if (!Array.isArray(parts) || parts.length === 0) return error.message;
  const named = parts.slice(0, MOST_NAMED).map((part: unknown) => nameAndMessage(asError(part)));
  const more = parts.length > named.length ? `; and ${parts.length - named.length} more` : '';
  return `${error.message || 'several errors'}: ${named.join('; ')}${more}`;
}

/** The stable code, if there is one that is a string. */
export function codeOf(error: Error): string | undefined {
  const code = attempt(() => (error as { code?: unknown }).code);
  return typeof code === 'string' && code !== '' ? code : undefined;
}

/** A value in a message to a person. Never throws. */
export function shown(value: unknown): string {
  return (
    attempt(() => (typeof value === 'string' ? JSON.stringify(value) : String(value))) ?? `an ${typeof value}`
  );
}

function nameAndMessage(error: Error): string {
  return `${error.name}: ${error.message}`;
}

/** False for a proxy: its properties may differ on each read. */
function isPlainError(thrown: unknown): thrown is Error {
  return (
    !types.isProxy(thrown) &&
    attempt(() => {
      // Also of another realm, which is not an instance of this one's `Error`.
      if (!(thrown instanceof Error) && !types.isNativeError(thrown)) return false;
      void (thrown as { code?: unknown }).code;
      const { name, message, stack } = thrown as { name: unknown; message: unknown; stack: unknown };
      const isText = typeof name === 'string' && name !== '' && typeof message === 'string';
      return isText && (stack === undefined || typeof stack === 'string');
    }) === true
  );
}

function copied(thrown: unknown): Error {
  const read = (name: string): unknown => attempt(() => (thrown as Record<string, unknown>)[name]);
  const isObject = (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function';
  const copy = new Error(isObject ? describeObject(read('message'), thrown) : shownPlain(thrown));
  const name = isObject ? read('name') : undefined;
  const code = isObject ? read('code') : undefined;
  const stack = isObject ? read('stack') : undefined;
  if (typeof name === 'string' && name !== '') copy.name = name;
  if (typeof stack === 'string') copy.stack = stack;
  return Object.assign(copy, typeof code === 'string' && { code });
}

function shownPlain(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : shown(thrown);
}

function describeObject(message: unknown, thrown: unknown): string {
  if (typeof message === 'string') return message;
  const json = attempt(() => JSON.stringify(message ?? thrown) as string | undefined);
  return json ?? 'something was thrown that cannot be described';
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
