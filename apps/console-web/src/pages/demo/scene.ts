import type { FaultName, FaultsChange } from '@waybill/console-api';
import type { Figure } from '../../ui/figures.tsx';
import type { Facts } from './facts.ts';

/** What a step does to the platform before it is watched. */
export type Action =
  /** Heals whatever is broken and starts a count; every scene's first. */
  | { kind: 'begin' }
  | { kind: 'process'; name: string; action: 'stop' | 'start' | 'kill' }
  | { kind: 'switch'; service: string; fault: FaultName; value: number }
  | { kind: 'orders'; count: number }
  /** Replays the dead letters that the scene's faults made. */
  | { kind: 'replay' }
  | { kind: 'heal' };

export interface Step {
  /** What happens, in one short sentence. */
  say: string;
  why: string;
  act?: readonly Action[];
  /** The step is over once this holds; `words` is a sentence without its full stop. */
  until: { words: string; holds: (facts: Facts) => boolean };
}

export interface Scene {
  id: string;
  title: string;
  /** What it shows, before anything happens. */
  promise: string;
  steps: readonly Step[];
  /** Read and shown large, beside the flow. */
  figures: (facts: Facts) => Figure[];
  /** What is read besides what every scene shows: each order's messages at every consumer, or the newest order's payment. */
  reads?: 'journeys' | 'payment';
}

type Script = Scene & { lesson: string };

/** A scene of these steps, which begins on a healed platform and leaves one behind. */
export function scene({ lesson, steps: [first, ...others], ...rest }: Script): Scene {
  const opening = first && { ...first, act: [{ kind: 'begin' } as const, ...(first.act ?? [])] };
  return { ...rest, steps: [...(opening ? [opening] : []), ...others, ending(lesson)] };
}

function ending(lesson: string): Step {
  return {
    say: lesson,
    why: 'Every fault is off, every process runs, and no dead letter of this scene is left.',
    act: [{ kind: 'heal' }, { kind: 'replay' }],
    until: { words: 'the platform is as it was', holds: (facts) => facts.healed },
  };
}

/** The change of the faults that an action makes, if any. */
export function changeOf(action: Action): FaultsChange | undefined {
  switch (action.kind) {
    case 'begin':
      return { heal: true, resetCounters: true };
    case 'heal':
      return { heal: true };
    case 'process':
      return { processes: [{ name: action.name, action: action.action }] };
    case 'switch':
      return { switches: [{ id: `${action.service}/${action.fault}`, value: action.value }] };
    default:
      return undefined;
  }
}
