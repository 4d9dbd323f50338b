import { Listeners } from '../../api/listeners.ts';
import type { Facts } from './facts.ts';
import { obstacleOf } from './obstacles.ts';
import { actionOf, advance, mustHeal, TITLE, type Run, type RunEvent } from './run.ts';
import type { Action, Scene } from './scene.ts';

export type Acted = Omit<RunEvent & { type: 'acted' }, 'type'>;
/** @throws Error of the request that failed */
export type Perform = (action: Action, scene: Scene, run: Run) => Promise<Acted>;

/** Plays one scene: performs a step's actions one after the other, then waits for what they should lead to. */
export class Director {
  private run = TITLE;
  private readonly listeners = new Listeners();
  readonly subscribe = this.listeners.subscribe;

  constructor(
    readonly scene: Scene,
    private readonly perform: Perform,
  ) {}

  readonly current = (): Run => this.run;

  /** Begins the next step, or tries again what could not be done; otherwise nothing happens. */
  async next(): Promise<void> {
    // A press while an action is under way does not perform it again.
    if (!this.apply({ type: 'next' })) return;
    while (this.run.phase === 'acting') {
      const action = actionOf(this.scene, this.run)!;
      try {
        this.apply({ type: 'acted', ...(await this.perform(action, this.scene, this.run)) });
      } catch (error) {
        this.apply({ type: 'stuck', obstacle: obstacleOf(error) });
      }
    }
  }

  observe(facts: Facts): void {
    const until = this.scene.steps[this.run.step]?.until;
    const { countingSince } = facts.faults;
    this.apply({ type: 'observed', countingSince, holds: until?.holds(facts) ?? false });
  }

  /** Ends the scene wherever it is. @returns whether the platform has to be healed */
  abandon(): boolean {
    const broken = mustHeal(this.scene, this.run);
    this.run = TITLE;
    return broken;
  }

  /** Ends the scene and leaves the platform healed. @throws as `perform` */
  async leave(): Promise<void> {
    const { run } = this;
    if (!this.abandon()) return;
    for (const kind of ['heal', 'replay'] as const) await this.perform({ kind }, this.scene, run);
  }

  private apply(event: RunEvent): boolean {
    const next = advance(this.scene, this.run, event);
    if (next === this.run) return false;
    this.run = next;
    this.listeners.notify();
    return true;
  }
}
