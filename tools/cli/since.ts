import { UsageError } from './cli-error.ts';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * A moment of the past: ISO 8601 with its zone (`2026-11-22T10:00:00Z`), a date (midnight UTC), or an age
 * such as `15m`.
 *
 * @throws UsageError it is none of these, or lies in the future
 */
export function parseSince(text: string, now: number): Date {
  const age = /^(\d+)([smhd])$/.exec(text);
  const isAbsolute = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = age
    ? now - Number(age[1]) * UNIT_MS[age[2] as keyof typeof UNIT_MS]
    : isAbsolute
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(time)) {
    throw new UsageError(
      `"${text}" is no time`,
      'write 2026-11-22T10:00:00Z, 2026-11-22 (midnight UTC), or an age such as 15m, 2h, 1d',
    );
  }
  if (time > now) throw new UsageError(`${text} lies in the future: nothing has been published since`);
  return new Date(time);
}
