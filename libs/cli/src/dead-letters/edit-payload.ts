import { CliError, UsageError } from '../cli-error.js';

/** `/total/cents=5`: a JSON pointer, or `total.cents=5`, and a value as JSON or, if it is none, text. */
export interface Assignment {
  path: string;
  value: unknown;
}

export function parseAssignment(text: string): Assignment {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`"${text}" sets nothing`, 'write a path and a value, as in total.cents=5');
  const value = text.slice(at + 1);
  try {
    return { path: text.slice(0, at), value: parseExactly(value) };
  } catch {
    return { path: text.slice(0, at), value };
  }
}

/** The payload with these fields set, and everything else, figures included, as it was. */
export function editPayload(payload: string, assignments: readonly Assignment[]): string {
  let data: unknown;
  try {
    data = parseExactly(payload);
  } catch (cause) {
    throw new CliError('the payload of this letter is not JSON, so no field of it can be set', {
      fix: 'give the whole payload: --payload @file',
      cause,
    });
  }
  for (const { path, value } of assignments) assign(data, stepsOf(path), value, path);
  return JSON.stringify(data);
}

/** Numbers as they are written: 1.0 and what a double cannot hold come out the same. */
function parseExactly(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(context.source)
      : value,
  );
}

function stepsOf(path: string): string[] {
  if (!path.startsWith('/')) return path.split('.');
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function assign(data: unknown, steps: readonly string[], value: unknown, path: string): void {
  let parent = data;
  for (const step of steps.slice(0, -1))
    parent = Object.hasOwn(Object(parent) as object, step) ? memberOf(parent, step) : undefined;
  const last = steps.at(-1)!;
  const isIndex = Array.isArray(parent) && /^\d+$/.test(last) && Number(last) <= parent.length;
  if (typeof parent !== 'object' || parent === null || (Array.isArray(parent) && !isIndex)) {
    throw new UsageError(`the payload has no place ${path}`, 'dead-letters show <id> prints the payload');
  }
  // Own, whatever its name: not the prototype's `__proto__`.
  Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
}

function memberOf(parent: unknown, step: string): unknown {
  return (parent as Record<string, unknown>)[step];
}
