import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { RewindRequest } from '@waybill/messaging/operations';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

export function positive(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (number > 0 && number <= most) return number;
    throw new InvalidArgumentError(`It must be a number above 0, up to ${most.toLocaleString('en')}.`);
  };
}

/** Milliseconds of `250`, `250ms`, `1.5s` or `2m`. */
export function parseDuration(text: string): number {
  const [, number, unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? [];
  if (number === undefined)
    throw new InvalidArgumentError('It is not a duration: write 250, 250ms, 1.5s or 2m.');
  return Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** Milliseconds of `30s`, `10m`, `2h` or `1d`, up to 90 days. */
export function parseFor(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  const ms = Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (ms <= 90 * UNIT_MS.d) return ms;
  throw new InvalidArgumentError('Write 30s, 10m, 2h or 1d, up to 90d.');
}

/** A time in the past: ISO 8601 with its zone (`2026-11-22T10:00:00Z`), a date (midnight UTC), or an age (`15m`). */
export function parseSince(text: string, now: number): Date {
  const age = /^(\d+)([smhd])$/.exec(text);
  const isAbsolute = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = age
    ? now - Number(age[1]) * UNIT_MS[age[2] as keyof typeof UNIT_MS]
    : isAbsolute
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError(
      'It is not a time: write 2026-11-22T10:00:00Z, 2026-11-22 (midnight UTC), or an age such as 15m, 2h, 1d.',
    );
  }
  if (time > now) throw new InvalidArgumentError('It is in the future: nothing has been published since.');
  return new Date(time);
}

/** Where to rewind a consumer to: `beginning`, a stream's sequence, or a time as `parseSince` reads it. */
export function parseTarget(text: string, now: number): RewindRequest['to'] {
  if (text === 'beginning') return 'beginning';
  if (/^[1-9]\d*$/.test(text)) return { sequence: Number(text) };
  return { time: parseSince(text, now).toISOString() };
}
