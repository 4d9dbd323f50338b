import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { ScheduleDefinition } from '../schedule/define-schedule.js';
import type { RunTask, ScheduledTask } from '../schedule/scheduled-task.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { staticProviderOf } from './static-provider.js';

/** The tasks of a service's schedules, as Nest has created them. */
export class ScheduledTasks {
  readonly #tasks = new Map<unknown, ScheduledTask>();

  constructor(private readonly schedules: readonly ScheduleDefinition[]) {}

  /** Looks each one up where its module provides it. Gives what is wrong with them, each with the fix. */
  find(modules: ModulesContainer): string[] {
    return this.schedules.flatMap(({ name, task }) => {
      const problem = (reason: string) => [`schedule ${name}: ${task.name} is its task ${reason}`];
      const found = staticProviderOf(modules, task as Type);
      if (typeof found === 'string') return problem(found);
      const instance = found.instance as Partial<ScheduledTask>;
      if (typeof instance.run !== 'function') return problem('and has no method called run({ tx, due, … })');
      this.#tasks.set(task, instance as ScheduledTask);
      return [];
    });
  }

  /** Calls the task that `find` found. */
  readonly run: RunTask<SqlTransaction> = (schedule, run) => this.#tasks.get(schedule.task)!.run(run);
}
