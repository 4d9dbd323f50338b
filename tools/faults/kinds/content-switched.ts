import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import type { Random } from '../../shoppers/random.ts';
import { replayLetters } from './replay-letters.ts';
import { setSwitch, switchOff } from './switches.ts';

interface Switched {
  /** One that every service with consumers has: docs/failure.md. */
  readonly fault: string;
  readonly value: (random: Random) => number;
  readonly seconds: readonly [number, number];
  /** Dead letters that it makes. */
  readonly error?: RegExp;
}

/** A fault that the services bring themselves, switched on in every process of one. */
function switchedFault(name: string, weight: number, { fault, value, seconds, error }: Switched): FaultKind {
  return {
    name,
    weight,
    targets: ({ replicas }) => [...new Set(replicas.map(({ service }) => service))],
    excludes: ['content', 'broker.data-lost', 'broker.stream-deleted'],
    async strike(lab, service, random, signal) {
      if (error) lab.consequences.deadLetters(error, name);
      try {
        await setSwitch(lab, service, fault, value(random));
        await hold(random.between(seconds[0] * 1_000, seconds[1] * 1_000), signal);
      } finally {
        await switchOff(lab, service, fault);
      }
      if (error) await replayLetters(lab, error);
    },
  };
}

const POISONED = /fault switch "poison-next"/;
/** Five attempts with back-off take less than four seconds. */
const UNTIL_DEAD = [6, 15] as const;
/** Two attempts at the deadline of 30 s. */
const PAST_DEADLINE = [35, 70] as const;

export const switchedFaults: readonly FaultKind[] = [
  switchedFault('content.always-throws', 2, {
    fault: 'poison-next',
    value: (random) => random.between(1, 5),
    seconds: UNTIL_DEAD,
    error: POISONED,
  }),
  switchedFault('content.throws-once', 2, {
    fault: 'poison-next',
    value: (random) => random.between(1, 20),
    seconds: [0, 1],
    error: POISONED,
  }),
  switchedFault('content.hangs', 1, {
    fault: 'hang-next',
    value: (random) => random.between(1, 3),
    seconds: PAST_DEADLINE,
    error: /did not end within its timeout/,
  }),
  switchedFault('content.kills-process', 1, { fault: 'crash-next', value: () => 1, seconds: [2, 5] }),
  switchedFault('broker.redelivers', 2, {
    fault: 'duplicate-delivery',
    value: () => 1,
    seconds: [5, 20],
  }),
];
