import type { FaultsResponse } from '@waybill/console-api';
import { Problem } from '../../api/http.ts';
import type { Obstacle } from './run.ts';
import type { Action } from './scene.ts';

/** A step that cannot be done here and now. */
export class CannotAct extends Error {
  constructor(readonly obstacle: Obstacle) {
    super(obstacle.why);
    this.name = 'CannotAct';
  }
}

/** Why an action is not possible on this platform, before anything is broken. */
export function whyNot(action: Action, { switches, processes }: FaultsResponse): Obstacle | undefined {
  if (action.kind === 'process' && !processes.some(({ name }) => name === action.name)) {
    return {
      why: `The console cannot ${action.action} ${action.name} here.`,
      advice: 'Only a platform that runs with “npm start” can stop its processes from this page.',
    };
  }
  if (action.kind !== 'switch') return undefined;
  const { service, fault } = action;
  const found = switches.find((one) => one.service === service && one.name === fault);
  if (!found) {
    return {
      why: `Faults are switched off in ${service}, or it does not run.`,
      advice: 'Start it with WAYBILL_FAULTS=on, never in production. Then press space.',
    };
  }
  if (!found.reachable) {
    return {
      why: `${service} does not respond.`,
      advice: 'It is reached through the broker: do both run? Then press space.',
    };
  }
  return undefined;
}

/** What a failed action means to the presenter. */
export function obstacleOf(error: unknown): Obstacle {
  if (error instanceof CannotAct) return error.obstacle;
  if (error instanceof Problem) {
    const why = [error.message, ...error.errors.map(({ message }) => message)].filter(isNew).join(' ');
    if (error.status === 401 || error.status === 403) {
      return { why, advice: 'The demo breaks and heals things: sign in as somebody who may operate.' };
    }
    return { why, advice: 'Press space to try this step again, or Esc to heal everything and leave.' };
  }
  if (error instanceof TypeError) {
    return {
      why: 'The console’s server does not respond.',
      advice: 'Is the platform running? Start it with “npm start”, then press space.',
    };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { why, advice: 'Press space to try this step again.' };
}

function isNew(words: string, at: number, all: readonly string[]): boolean {
  return words !== '' && all.indexOf(words) === at;
}
