import type { InputError } from '../business-error.js';
import { pointerOf } from './problem.js';

/**
 * Finds text that Postgres cannot store: the NUL character, or half a surrogate pair. Uses a stack of its own, because
 * a megabyte of `[[[[…` is deeper than the call stack.
 */
export function unstorableText(value: unknown): InputError[] {
  const errors: InputError[] = [];
  const pending: { value: unknown; path: PropertyKey[] }[] = [{ value, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') {
      const error = textError(value);
      if (error) errors.push({ pointer: pointerOf(path), message: error });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        const error = textError(key);
        if (error) errors.push({ pointer: pointerOf(path), message: `a key ${error}` });
        if (typeof item === 'string' || (typeof item === 'object' && item !== null)) {
          pending.push({ value: item, path: [...path, key] });
        }
      }
    }
  }
  return errors;
}

/** Why Postgres cannot store this text; undefined if it can. */
export function textError(text: string): string | undefined {
  if (text.includes('\0')) return 'must not contain the NUL character';
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  return undefined;
}
