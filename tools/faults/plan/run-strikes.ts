import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../../shoppers/random.ts';
import type { Laboratory } from '../laboratory.ts';
import { hasToWait, type Ongoing } from './conflicts.ts';
import type { Strike } from './plan-strikes.ts';

/** A fault that was struck. Times are those of the machine's clock. */
export interface Struck {
  readonly kind: string;
  readonly target: string;
  readonly struckAt: Date;
  /** When nothing of it was left that it does not leave behind on purpose, such as a process that has to start again. */
  readonly healedAt: Date;
  /** The fault itself could not be struck or healed as it should. */
  readonly failure?: string;
}

/** How often it is looked whether a fault that has to wait still has to, in milliseconds. */
const LOOK = 100;

/** Strikes everything at its time, or as soon after it as nothing stands against it. Resolves when all has healed. */
export async function runStrikes(
  strikes: readonly Strike[],
  lab: Laboratory,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<Struck[]> {
  const began = performance.now();
  const ongoing: Ongoing[] = [];
  const struck: Struck[] = [];
  const running: Promise<void>[] = [];
  for (const next of strikes) {
    while (!signal.aborted && (performance.now() - began < next.at || hasToWait(next, ongoing)))
      await delay(LOOK);
    if (signal.aborted) break;
    ongoing.push(next);
    say(`${next.kind.name} strikes ${next.target}`);
    const run = strikeOne(next, lab, signal).then((result) => {
      ongoing.splice(ongoing.indexOf(next), 1);
      struck.push(result);
      say(`${next.kind.name} on ${next.target} ${result.failure ? `FAILED: ${result.failure}` : 'is over'}`);
    });
    running.push(run);
  }
  await Promise.all(running);
  return struck.sort((a, b) => a.struckAt.getTime() - b.struckAt.getTime());
}

async function strikeOne(
  { kind, target, seed }: Strike,
  lab: Laboratory,
  signal: AbortSignal,
): Promise<Struck> {
  const struckAt = new Date();
  const over = (failure?: string): Struck => ({
    ...{ kind: kind.name, target, struckAt, healedAt: new Date() },
    ...(failure !== undefined && { failure }),
  });
  try {
    await kind.strike(lab, target, new Random(seed), signal);
    return over();
  } catch (error) {
    return over(error instanceof Error ? error.message : String(error));
  }
}
