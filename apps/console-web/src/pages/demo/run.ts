import type { Action, Scene } from './scene.ts';

/** Why a step cannot proceed, and what to do about it. */
export interface Obstacle {
  why: string;
  advice: string;
}

/** How far a scene has come. */
export interface Run {
  /** -1 before the first one. */
  step: number;
  phase: 'title' | 'acting' | 'watching' | 'reached' | 'stuck' | 'taken-over';
  /** Of the step's actions. */
  actionsDone: number;
  /** While it is stuck. */
  obstacle?: Obstacle;
  /** Of the count that the scene began: another value means that somebody else has begun one. */
  countingSince?: string;
}

export type RunEvent =
  | { type: 'next' }
  | { type: 'acted'; countingSince?: string }
  | { type: 'stuck'; obstacle: Obstacle }
  | { type: 'observed'; countingSince: string; holds: boolean };

export const TITLE: Run = { step: -1, phase: 'title', actionsDone: 0 };

/** What happens next. An event that does not fit the phase changes nothing: the same run is returned. */
export function advance(scene: Scene, run: Run, event: RunEvent): Run {
  switch (event.type) {
    case 'next':
      if (run.phase === 'stuck') return watching(scene, { ...run, phase: 'acting', obstacle: undefined });
      if (run.phase !== 'title' && run.phase !== 'reached') return run;
      if (isOver(scene, run)) return run;
      return watching(scene, { ...run, step: run.step + 1, phase: 'acting', actionsDone: 0 });
    case 'acted': {
      if (run.phase !== 'acting') return run;
      const { countingSince = run.countingSince } = event;
      return watching(scene, { ...run, actionsDone: run.actionsDone + 1, countingSince });
    }
    case 'stuck':
      return run.phase === 'acting' ? { ...run, phase: 'stuck', obstacle: event.obstacle } : run;
    case 'observed':
      if (run.countingSince === undefined || run.phase === 'taken-over' || isOver(scene, run)) return run;
      if (event.countingSince !== run.countingSince)
        return { ...run, phase: 'taken-over', obstacle: undefined };
      return run.phase === 'watching' && event.holds ? { ...run, phase: 'reached' } : run;
  }
}

/** The next of the step's actions. */
export function actionOf(scene: Scene, { step, actionsDone }: Run): Action | undefined {
  return scene.steps[step]?.act?.[actionsDone];
}

export function isOver(scene: Scene, { step, phase }: Run): boolean {
  return phase === 'reached' && step === scene.steps.length - 1;
}

/** Whether the platform is, or may be, as the scene has left it; what somebody else has begun is theirs. */
export function mustHeal(scene: Scene, run: Run): boolean {
  return run.phase !== 'title' && run.phase !== 'taken-over' && !isOver(scene, run);
}

function watching(scene: Scene, run: Run): Run {
  return actionOf(scene, run) ? run : { ...run, phase: 'watching' };
}
