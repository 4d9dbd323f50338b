import { Random } from '../../shoppers/random.ts';
import type { FaultKind } from '../fault.ts';
import type { Laboratory } from '../laboratory.ts';

/** A fault that is going to be struck. */
export interface Strike {
  /** Milliseconds after the load began. */
  readonly at: number;
  readonly kind: FaultKind;
  readonly target: string;
  /** Of everything random about it. */
  readonly seed: number;
}

/** Between two strikes, in milliseconds. */
const GAP = { least: 3_000, most: 16_000 };

/** The load has run for a while when the first is struck. */
const FIRST_AT = 5_000;

/**
 * What is struck, where and when: decided before the run, so that the same seed is the same plan whatever happens.
 *
 * @param lab what there is to strike; kinds that can strike nothing are left out
 */
export function planStrikes(
  kinds: readonly FaultKind[],
  lab: Laboratory,
  { seed, durationMs }: { seed: number; durationMs: number },
): Strike[] {
  const random = new Random(seed);
  const drawn = kinds
    .map((kind) => ({ kind, targets: kind.targets(lab) }))
    .filter(({ targets }) => targets.length > 0);
  const hat = drawn.flatMap((each) => Array.from({ length: each.kind.weight }, () => each));
  const strikes: Strike[] = [];
  if (hat.length === 0) return strikes;
  for (let at = FIRST_AT; at < durationMs; at += random.between(GAP.least, GAP.most)) {
    const { kind, targets } = random.pick(hat);
    strikes.push({ at, kind, target: random.pick(targets), seed: random.between(0, 2 ** 31) });
  }
  return strikes;
}
