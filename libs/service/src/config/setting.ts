import { z } from 'zod';

/** One setting of a service: the environment variable it comes from, what it may be, what it does. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly variable: string;
  readonly schema: Schema;
  readonly description: string;
}

export type Settings = Readonly<Record<string, Setting>>;

/** What `loadConfig` makes of settings: the same keys, parsed values. */
export type ConfigOf<S extends Settings> = { readonly [Key in keyof S]: z.output<S[Key]['schema']> };

/**
 * Declares a setting. The schema reads text, as the environment holds nothing else: use `z.coerce`, and
 * `.default(…)` or `.optional()` where it may be left out.
 */
export function setting<Schema extends z.ZodType>(
  variable: string,
  schema: Schema,
  description: string,
): Setting<Schema> {
  return { variable, schema, description };
}

/** The items of a comma-separated list, without the spaces around them. */
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
