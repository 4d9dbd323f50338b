import { DependencyDown, HandlerTimedOut, ShutdownDeadline, TransactionEnded } from '../errors.js';
import { DeliveredBeforeRebuild } from '../inbox/fence.sql.js';
import { asError, codeOf } from '../thrown.js';

/** Of these the library writes the text. */
const OURS = [DeliveredBeforeRebuild, DependencyDown, HandlerTimedOut, ShutdownDeadline, TransactionEnded];

/**
 * What a handler threw that reads personal data, as it may be stored and shown: its text, and that of its causes, may quote
 * some. Class and code stay, so that it decides what it did, and so do the places in the code where it was made.
 */
export function withoutText<E extends Error>(error: E, mostCauses = 5): E {
  const isOurs = OURS.some((kind) => error instanceof kind);
  const message = isOurs ? error.message : 'text withheld: the handler reads personal data';
  const cause: unknown = error.cause;
  const kept: PropertyDescriptorMap = {
    name: valueOf(error.name),
    message: valueOf(message),
    stack: valueOf([`${error.name}: ${message}`, ...placesIn(error)].join('\n')),
    // Circles and long chains are cut off.
    ...(cause !== undefined &&
      mostCauses > 0 && { cause: valueOf(withoutText(asError(cause), mostCauses - 1)) }),
  };
  for (const [name, value] of Object.entries({ code: codeOf(error), ...decisionOf(error) })) {
    if (value !== undefined) kept[name] = { ...valueOf(value), enumerable: true };
  }
  return Object.create(Object.getPrototypeOf(error) as object, kept) as E;
}

/** When `RetryLater` wants it again, and what is down. */
function decisionOf(error: Error) {
  const { delayMs, dependency } = error as { delayMs?: unknown; dependency?: unknown };
  return {
    ...(typeof delayMs === 'number' && { delayMs }),
    ...(error instanceof DependencyDown && { dependency }),
  };
}

function placesIn({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}

function valueOf(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true, enumerable: false };
}
