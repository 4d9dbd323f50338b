import type { Random } from '../../shoppers/random.ts';
import type { ClockFile } from '../clock/clock-file.ts';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';

const HOUR_MS = 3_600_000;

/** A fault of one process's clock. The databases' and the other processes' clocks are right. */
function clockFault(
  name: string,
  turn: (clock: ClockFile, random: Random, signal: AbortSignal) => Promise<void>,
): FaultKind {
  return {
    name: `clock.${name}`,
    weight: 1,
    targets: ({ replicas }) => replicas.map((replica) => replica.name),
    async strike({ replicas }, target, random, signal) {
      const clock = replicas.find((replica) => replica.name === target)?.clock;
      if (!clock) throw new TypeError(`there is no process ${target}`);
      try {
        await turn(clock, random, signal);
      } finally {
        clock.reset();
      }
    },
  };
}

export const clockFaults: readonly FaultKind[] = [
  clockFault('ahead', async (clock, random, signal) => {
    clock.set(HOUR_MS);
    await hold(random.between(15_000, 40_000), signal);
  }),
  clockFault('behind', async (clock, random, signal) => {
    clock.set(-HOUR_MS);
    await hold(random.between(15_000, 40_000), signal);
  }),
  clockFault('stepping', async (clock, random, signal) => {
    for (let step = random.between(5, 20); step > 0 && !signal.aborted; step--) {
      clock.set(random.between(-HOUR_MS, HOUR_MS));
      await hold(random.between(500, 3_000), signal);
    }
  }),
];
