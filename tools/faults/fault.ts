import type { Random } from '../shoppers/random.ts';
import type { Laboratory } from './laboratory.ts';

/** One kind of fault, e.g. a killed process. */
export interface FaultKind {
  /** e.g. `process.kill`, `network.slow`, `broker.durable-deleted`. */
  readonly name: string;
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  /** What it can strike in this laboratory, e.g. `order-2`; empty if it is not possible here. */
  targets(lab: Laboratory): readonly string[];
  /**
   * Strikes, holds for as long as the fault lasts, and heals before it resolves. An aborted signal ends it early, and
   * healed all the same. All randomness is from `random`.
   */
  strike(lab: Laboratory, target: string, random: Random, signal: AbortSignal): Promise<void>;
  /**
   * What may not go on at the same time, on whatever target: kinds by name, or a group of them by what is before the dot
   * (`database`).
   */
  readonly excludes?: readonly string[];
}
