import type { Versions } from './merge-text.js';

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export interface MergedJson {
  readonly value: Json;
  readonly conflicts: readonly JsonConflict[];
}

/** Both changed one value, differently; yours stays. Marks inside a JSON file would make it unreadable. */
export interface JsonConflict {
  /** `dependencies.zod` */
  readonly path: string;
  /** Undefined: removed. */
  readonly yours: Json | undefined;
  readonly template: Json | undefined;
}

/**
 * Merges value by value: that a dependency was added beside one that the template raised is no conflict, though the lines
 * touch. Lists count as one value.
 */
export function mergeJson({ base, yours, template }: Versions<Json>): MergedJson {
  const conflicts: JsonConflict[] = [];
  const value = merge({ base, yours, template }, [], conflicts);
  return { value: value!, conflicts };
}

function merge(
  { base, yours, template }: Versions<Json | undefined>,
  path: readonly string[],
  conflicts: JsonConflict[],
): Json | undefined {
  if (isEqual(base, template) || isEqual(yours, template)) return yours;
  if (isEqual(base, yours)) return template;
  if (!isObject(yours) || !isObject(template)) {
    conflicts.push({ path: path.join('.'), yours, template });
    return yours;
  }
  const before = isObject(base) ? base : {};
  const merged = keysOf(yours, template).flatMap((key) => {
    const value = merge(
      { base: before[key], yours: yours[key], template: template[key] },
      [...path, key],
      conflicts,
    );
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(merged);
}

/** In your order; what is new comes last, or where it sorts in a list that is sorted, as dependencies are. */
function keysOf(yours: JsonObject, template: JsonObject): string[] {
  const own = Object.keys(yours);
  const all = [...new Set([...own, ...Object.keys(template)])];
  return own.every((key, index) => index === 0 || own[index - 1]! < key) ? all.sort() : all;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whatever the order of keys. */
function isEqual(one: Json | undefined, other: Json | undefined): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: Json | undefined): string | undefined {
  return JSON.stringify(value, (_key, part: Json) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
