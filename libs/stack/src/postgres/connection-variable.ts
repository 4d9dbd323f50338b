import { readFileSync } from 'node:fs';
import { StackError, systemErrorCode } from '../errors.js';

/**
 * A connection string from a variable, or from the file that `<variable>_FILE` names, as services read theirs. Undefined
 * if neither is set.
 *
 * @throws StackError `DATABASE_URL_UNREADABLE` with the variable and what is wrong, without its value
 */
export function connectionVariable(
  variable: string,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const refuse = (reason: string) => new StackError('DATABASE_URL_UNREADABLE', `${variable}${reason}`);
  const file = env[`${variable}_FILE`] || undefined;
  let value = env[variable] || undefined;
  if (file !== undefined && value !== undefined)
    throw refuse(' and its file are both set: unset one of the two');
  if (file !== undefined) {
    try {
      value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      const code = systemErrorCode(error) ?? 'unknown error';
      throw refuse(`_FILE: ${file} cannot be read (${code}): correct the path, or its permissions`);
    }
  }
  if (value === undefined || /^postgres(ql)?:\/\/\S+$/.test(value)) return value;
  throw refuse(': must be a connection string: postgresql://user:password@host:5432/database');
}
