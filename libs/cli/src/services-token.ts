import { readFileSync } from 'node:fs';
import { CliError } from './cli-error.js';

/**
 * The access token to show to services that ask for one, from the file that `SERVICES_TOKEN_FILE` names; undefined if it
 * names none. Tokens expire, so ask for it at each request: whoever renews it replaces the file.
 *
 * @throws CliError `SERVICES_TOKEN`: the file cannot be read, or is empty
 */
export function servicesToken(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const file = environment['SERVICES_TOKEN_FILE'];
  if (!file) return undefined;
  const token = contentOf(file).trim();
  if (token === '') throw unreadable(file, 'is empty');
  return token;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, `cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}

function unreadable(file: string, fault: string, cause?: unknown): CliError {
  return new CliError(`the file ${file}, which SERVICES_TOKEN_FILE names, ${fault}`, {
    code: 'SERVICES_TOKEN',
    fix: 'put an access token into it, or unset SERVICES_TOKEN_FILE if the services ask for none',
    cause,
  });
}
