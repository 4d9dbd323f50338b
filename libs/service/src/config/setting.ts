import { z } from 'zod';

/** A setting of a service: its environment variable, its schema and its description. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly variable: string;
  readonly schema: Schema;
  readonly description: string;
}

export type Settings = Readonly<Record<string, Setting>>;

/** The result of `loadConfig`: the keys of the settings with parsed values. */
export type ConfigOf<S extends Settings> = { readonly [Key in keyof S]: z.output<S[Key]['schema']> };

/**
 * Declares a setting. Environment variables are text, so use `z.coerce`, `commaList` or `wholeNumber`, and
 * `.default(…)` or `.optional()` if the variable is optional.
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

export function wholeNumber(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(rule).int(rule).min(min, rule).max(max, rule);
}

/** Reads `5s`, `500ms` or `0` (seconds without a unit) as milliseconds. */
export function duration(maxSeconds: number) {
  return z
    .string()
    .regex(/^\d+(\.\d+)?(ms|s)?$/, 'must be a duration: 5s, 500ms')
    .transform((text) => Number.parseFloat(text) * (text.endsWith('ms') ? 1 : 1_000))
    .pipe(z.number().max(maxSeconds * 1_000, `must be at most ${maxSeconds}s`));
}
