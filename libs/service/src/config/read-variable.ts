import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Variable {
  /** Undefined if it is not set, or set to the empty text, as most tools do where there is no value. */
  readonly value?: string | undefined;
  /** Why it cannot be read, without its value. */
  readonly error?: string;
}

/**
 * Reads a variable, or the file that `<variable>_FILE` names, as Docker and Kubernetes mount secrets: child processes
 * inherit an environment, and tools show it. A line break at the end of the file is dropped.
 */
export function readVariable(environment: Environment, variable: string): Variable {
  const value = environment[variable] || undefined;
  const file = environment[`${variable}_FILE`] || undefined;
  if (file === undefined) return { value };
  if (value !== undefined) return { error: `${variable}_FILE is set as well: unset one of the two` };
  const named = `the file ${file}, which ${variable}_FILE names,`;
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return content === '' ? { error: `${named} is empty` } : { value: content };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { error: `${named} cannot be read (${code}): correct the path, or its permissions` };
  }
}
