import type { ScheduleDefinition } from './define-schedule.js';

/**
 *   completed ...... committed, and with it that this due time has had its effects
 *   continued ...... the task returned 'again': its part is committed, the due time stays owed
 *   failed ......... rolled back, tried again after a back-off
 *   returned ....... cut off by a shutdown and rolled back: another replica runs it
 *   superseded ..... rolled back before the task ran: another replica was faster
 */
export type RunOutcome = 'completed' | 'continued' | 'failed' | 'returned' | 'superseded';

/** The outcome of one attempt. */
export interface ScheduleAttempt {
  schedule: ScheduleDefinition;
  due: Date;
  missed: number;
  attempt: number;
  outcome: RunOutcome;
  seconds: number;
  error?: unknown;
}

/** Is called with every attempt once its outcome is final: for metrics and tests. */
export interface ScheduleObserver {
  ran(attempt: ScheduleAttempt): void;
}
