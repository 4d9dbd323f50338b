import { InvalidArgumentError } from '@commander-js/extra-typings';
import { userInfo } from 'node:os';

/** As the operating system knows them; a container may run as a user without a name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** Reads `--by`. */
export function nameFor(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > 100)
    throw new InvalidArgumentError('It must be a name of 1 to 100 characters.');
  return name;
}
