import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { ScheduleDefinition } from '../schedule/define-schedule.js';
import type { RunTask, ScheduledTask } from '../schedule/scheduled-task.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';

/** The tasks of a service's schedules, as Nest has created them. */
export class ScheduledTasks {
  readonly #tasks = new Map<unknown, ScheduledTask>();

  constructor(private readonly schedules: readonly ScheduleDefinition[]) {}

  /** Looks each one up where its module provides it. Gives what is wrong with them, each with the fix. */
  find(modules: ModulesContainer): string[] {
    return this.schedules.flatMap(({ name, task }) => {
      const provider = [...modules.values()]
        .map(({ providers }) => providers.get(task as Type))
        .find((each) => each !== undefined);
      const problem = (reason: string) => [`schedule ${name}: ${task.name} ${reason}`];
      if (!provider)
        return problem('is its task, and no module provides it: put it into the providers of the service');
      if (!provider.isDependencyTreeStatic()) {
        return problem(
          'is its task and request-scoped, and no request runs it: give it and what it injects the default scope',
        );
      }
      const instance = provider.instance as Partial<ScheduledTask>;
      if (typeof instance.run !== 'function')
        return problem('is its task and has no method called run({ tx, due, … })');
      this.#tasks.set(task, instance as ScheduledTask);
      return [];
    });
  }

  /** Calls the task that `find` found. */
  readonly run: RunTask<SqlTransaction> = (schedule, run) => this.#tasks.get(schedule.task)!.run(run);
}
