import type { EventContract } from './define-event.js';

/** The fields of the data that the key is made of, by trying: `['/orderId']`. Undefined without an example to try with. */
export function keyFieldsOf({ example, key }: EventContract): string[] | undefined {
  if (example === undefined) return undefined;
  const before = key(example);
  return leavesOf(example)
    .filter((path) => {
      const other: unknown = structuredClone(example);
      replace(other, path);
      return key(other) !== before;
    })
    .map((path) => `/${path.join('/')}`);
}

/** Every text and number in the data. */
function leavesOf(data: unknown, path: string[] = []): string[][] {
  if (typeof data === 'string' || typeof data === 'number') return [path];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => leavesOf(value, [...path, name]));
}

function replace(data: unknown, path: readonly string[]): void {
  const parent = path.slice(0, -1).reduce((at, name) => (at as Record<string, unknown>)[name], data);
  const name = path.at(-1)!;
  const fields = parent as Record<string, string | number>;
  const value = fields[name]!;
  fields[name] = typeof value === 'string' ? `${value}~` : value + 1;
}
