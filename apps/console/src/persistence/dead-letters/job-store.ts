import { Injectable } from '@nestjs/common';
import type { DeadLetterJob, DeadLetterJobItem } from '@waybill/console-api';
import { PgDatabase } from '@waybill/service/postgres';
import { randomUUID } from 'node:crypto';
import { withoutNulls } from '../without-nulls.js';
import { CANCEL_JOB, INSERT_JOB, SELECT_ITEMS, SELECT_JOB, SELECT_JOBS } from './jobs.sql.js';
import { CLAIM_JOB, DUE_ITEMS, END_TURN, RECORD_OUTCOMES } from './run-job.sql.js';

export interface NewJob {
  action: DeadLetterJob['action'];
  group: string;
  reason?: string;
  by?: string;
  rate: number;
}

export type ClaimedJob = Pick<DeadLetterJob, 'id' | 'action' | 'reason' | 'by' | 'rate'>;

export type ItemOutcome = Required<Pick<DeadLetterJobItem, 'letterId' | 'outcome'>> &
  Pick<DeadLetterJobItem, 'detail' | 'traceId'>;

/** What a runner did in its turn. */
export interface Turn {
  outcomes: readonly ItemOutcome[];
  /** Until the job may go on. */
  pauseSeconds: number;
  waitingFor?: string;
}

/** Jobs that resolve the dead letters of a group. */
@Injectable()
export class JobStore {
  constructor(private readonly database: PgDatabase) {}

  /** Survives a crash of Postgres, which the console's other writes do not. @returns undefined: the group has no open letter */
  async create({ action, group, reason, by, rate }: NewJob): Promise<string | undefined> {
    const id = randomUUID();
    const letters = await this.durably(INSERT_JOB, [id, action, group, reason, by, rate]);
    return letters === 0 ? undefined : id;
  }

  /** False: there is no such job, or it has ended. */
  async cancel(id: string, by: string): Promise<boolean> {
    return (await this.durably(CANCEL_JOB, [id, by])) > 0;
  }

  async list(): Promise<DeadLetterJob[]> {
    return (await this.database.pool.query<JobRow>(SELECT_JOBS)).rows.map(jobOf);
  }

  async find(id: string): Promise<DeadLetterJob | undefined> {
    const { rows } = await this.database.pool.query<JobRow>(SELECT_JOB, [id]);
    return rows[0] && jobOf(rows[0]);
  }

  async items(id: string): Promise<DeadLetterJobItem[]> {
    const { rows } = await this.database.pool.query<DeadLetterJobItem & { at: Date | null }>(SELECT_ITEMS, [
      id,
    ]);
    return rows.map(({ at, ...item }) => ({ ...withoutNulls(item), ...(at && { at: at.toISOString() }) }));
  }

  /**
   * Claims a job that is due, for as long as `work` takes, and records what it did. A runner that is killed in between
   * leaves the job as it was.
   *
   * @returns false if no job is due, or another runner has it
   */
  runDue(most: (job: ClaimedJob) => number, work: (job: ClaimedJob, letterIds: string[]) => Promise<Turn>) {
    return this.database.transaction(async (tx) => {
      const [claimed] = (await tx.query<ClaimedJob>(CLAIM_JOB)).rows;
      if (!claimed) return false;
      const job = withoutNulls(claimed);
      const { rows } = await tx.query<{ letterId: string }>(DUE_ITEMS, [job.id, most(job)]);
      const { outcomes, pauseSeconds, waitingFor } = await work(
        job,
        rows.map(({ letterId }) => letterId),
      );
      await tx.query(RECORD_OUTCOMES, [job.id, JSON.stringify(outcomes)]);
      await tx.query(END_TURN, [job.id, pauseSeconds, waitingFor]);
      return true;
    });
  }

  private durably(statement: string, values: readonly unknown[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query('SET LOCAL synchronous_commit = on');
      return (await tx.query(statement, [...values])).rowCount ?? 0;
    });
  }
}

type JobRow = Omit<DeadLetterJob, 'createdAt' | 'finishedAt' | 'state'> & {
  createdAt: Date;
  finishedAt: Date | null;
};

function jobOf(row: JobRow): DeadLetterJob {
  const { createdAt, finishedAt, ...job } = withoutNulls(row);
  return {
    ...job,
    state: finishedAt === undefined ? 'running' : job.cancelledBy === undefined ? 'finished' : 'cancelled',
    createdAt: createdAt.toISOString(),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
  };
}
