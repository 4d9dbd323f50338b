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

export interface RunOptions {
  /** Ends the faults: those that go on heal, no other is struck. */
  readonly signal: AbortSignal;
  /** When the last one may be struck: what still has to wait then is left out. Milliseconds after the beginning. */
  readonly untilMs: number;
  readonly say: (line: string) => void;
}

/** Strikes each fault at its time, or as soon after it as nothing stands against it. Resolves when all has healed. */
export async function runStrikes(
  strikes: readonly Strike[],
  lab: Laboratory,
  { signal, untilMs, say }: RunOptions,
): Promise<Struck[]> {
  const began = performance.now();
  const waiting = [...strikes];
  const ongoing: Ongoing[] = [];
  const struck: Struck[] = [];
  const running: Promise<void>[] = [];
  const begin = async (strike: Strike) => {
    ongoing.push(strike);
    say(`${strike.kind.name} strikes ${strike.target}`);
    const result = await strikeOne(strike, lab, signal);
    ongoing.splice(ongoing.indexOf(strike), 1);
    struck.push(result);
    say(`${result.kind} on ${result.target} ${result.failure ? `FAILED: ${result.failure}` : 'is over'}`);
  };
  for (;;) {
    const elapsed = performance.now() - began;
    if (signal.aborted || waiting.length === 0 || elapsed > untilMs) break;
    const next = waiting.findIndex((strike) => strike.at <= elapsed && !hasToWait(strike, ongoing));
    if (next < 0) await delay(LOOK);
    else running.push(begin(waiting.splice(next, 1)[0]!));
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
