import { Injectable } from '@nestjs/common';
import type { DeadLetterJob, DeadLetterJobDetail } from '@waybill/console-api';
import { JobStore, type NewJob } from '../persistence/dead-letters/job-store.js';
import { DeadLetterIndex } from './dead-letter-index.js';
import { DeadLetterRounds } from './dead-letter-rounds.js';
import { JobEnded, NotKnown } from './errors.js';
import { LiveChanges } from './live-changes.js';

/** Replays or discards a group of dead letters, in the background. */
@Injectable()
export class DeadLetterJobs {
  constructor(
    private readonly store: JobStore,
    private readonly index: DeadLetterIndex,
    private readonly rounds: DeadLetterRounds,
    private readonly live: LiveChanges,
  ) {}

  /** For the letters that are open now. @throws NotKnown, the database's errors */
  async start(job: NewJob): Promise<DeadLetterJob> {
    await this.index.update();
    const id = await this.store.create(job);
    if (id === undefined)
      throw new NotKnown(`There is no group ${job.group} of dead letters, or none of it is open.`);
    this.rounds.wake();
    return this.changed(id);
  }

  list(): Promise<DeadLetterJob[]> {
    return this.store.list();
  }

  /** @throws NotKnown */
  async show(id: string): Promise<DeadLetterJobDetail> {
    await this.index.update();
    return { ...(await this.find(id)), items: await this.store.items(id) };
  }

  /** Letters that are not done yet stay open. @throws NotKnown, JobEnded */
  async cancel(id: string, by: string): Promise<DeadLetterJob> {
    if (await this.store.cancel(id, by)) return this.changed(id);
    throw new JobEnded(await this.find(id));
  }

  private changed(id: string): Promise<DeadLetterJob> {
    this.live.announce('dead-letters');
    return this.find(id);
  }

  private async find(id: string): Promise<DeadLetterJob> {
    const job = await this.store.find(id);
    if (!job) throw new NotKnown(`There is no job ${id}.`);
    return job;
  }
}
