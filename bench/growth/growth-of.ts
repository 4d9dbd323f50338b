import type { Reading } from './readings.ts';

/** Autovacuum comes when it comes: what it has not yet freed. */
const LEEWAY = 1.3;

/** Depends on when autovacuum was there last. */
const COMES_AND_GOES: readonly (keyof Reading)[] = ['dead rows', 'blocks read by a round with nothing to do'];

/** What is larger in the last reading than in the first, one line each. */
export function growthOf(readings: readonly Reading[]): string[] {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return [];
  return (Object.keys(first) as (keyof Reading)[])
    .filter((name) => !COMES_AND_GOES.includes(name) && last[name] > first[name] * LEEWAY)
    .map((name) => `${name} has grown from ${first[name]} to ${last[name]}`);
}
