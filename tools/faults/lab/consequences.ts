import type { Consequences } from '../laboratory.ts';

/** What faults said that they may do. */
export class LabConsequences implements Consequences {
  readonly letters: RegExp[] = [];
  readonly behaviour: string[] = [];

  deadLetters(error: RegExp): void {
    this.letters.push(error);
  }

  /** The rows themselves say that they were sent again. */
  reordered(): void {}

  behaviourLost(why: string): void {
    this.behaviour.push(why);
  }
}
