import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the first of some variables that is set; undefined if none is, or if its value is wrong, which is noted. */
export type Read = <T>(schema: z.ZodType<T>, ...names: string[]) => T | undefined;

/**
 * As OpenTelemetry's specification asks, an empty variable counts as unset.
 *
 * @param note called for each wrong value, with one line that does not repeat it: it may be secret
 */
export function readFrom(environment: Environment, note: (error: string) => void): Read {
  return (schema, ...names) => {
    const name = names.find((each) => environment[each]?.trim());
    if (name === undefined) return undefined;
    const parsed = schema.safeParse(environment[name]?.trim());
    if (!parsed.success) note(`${name}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
    return parsed.data;
  };
}

/** A whole number. */
export function least(min: number): z.ZodType<number> {
  const fits = (value: number) => Number.isSafeInteger(value) && value >= min;
  return z.string().transform(Number).refine(fits, `must be a whole number, ${min} or more`);
}

/** One of a few words, in any case; what was said is repeated. */
export function word<const Known extends string>(known: readonly Known[]): z.ZodType<Known, string> {
  const error = ({ input }: { input?: unknown }) => `${String(input)} is none of ${known.join(', ')}`;
  return z.string().trim().toLowerCase().pipe(z.enum(known, { error }));
}

/** Separated by commas. */
export function words<const Known extends string>(known: readonly Known[]): z.ZodType<Known[]> {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(word(known)));
}

/** Whether each entry of a list separated by commas is right; one that throws is not. */
export function everyEntry(text: string, isRight: (entry: string) => boolean): boolean {
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  try {
    return entries.every(isRight);
  } catch {
    return false;
  }
}
