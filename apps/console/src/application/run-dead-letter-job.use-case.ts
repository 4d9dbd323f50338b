import { Injectable } from '@nestjs/common';
import {
  DeadLetterIncomplete,
  DeadLetterNotFound,
  DeadLetterOrphaned,
  DeadLetterQueue,
  DeadLetterResolved,
} from '@waybill/messaging/operations';
import {
  JobStore,
  type ClaimedJob,
  type ItemOutcome,
  type Turn,
} from '../persistence/dead-letters/job-store.js';
import { Broker, isUnavailable } from '../platform/broker.js';
import { LiveChanges } from './live-changes.js';
import { ReplaySpans } from './replay-spans.js';

/** A turn is about a quarter of a second, and no more letters than are quickly done again after a crash. */
const TURNS_PER_SECOND = 4;
const MOST_A_TURN = 50;
const BROKER_PAUSE_S = 1;

const most = ({ rate }: ClaimedJob) =>
  Math.min(MOST_A_TURN, Math.max(1, Math.floor(rate / TURNS_PER_SECOND)));

/**
 * One turn of one job. The broker decides about each letter, so that it has one resolution even if others try; a
 * resolution carries the job's id, by which a runner that takes over recognises what was done and not recorded.
 */
@Injectable()
export class RunDeadLetterJob {
  constructor(
    private readonly jobs: JobStore,
    private readonly broker: Broker,
    private readonly spans: ReplaySpans,
    private readonly live: LiveChanges,
  ) {}

  /** @returns false if no job is due. @throws the database's errors */
  async execute(): Promise<boolean> {
    const ran = await this.jobs.runDue(most, (job, letterIds) => this.turn(job, letterIds));
    if (ran) this.live.announce('dead-letters', 'messages');
    return ran;
  }

  private async turn(job: ClaimedJob, letterIds: readonly string[]): Promise<Turn> {
    const outcomes: ItemOutcome[] = [];
    for (const letterId of letterIds) {
      try {
        outcomes.push({ letterId, ...(await this.resolve(job, letterId)) });
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        return { outcomes, pauseSeconds: BROKER_PAUSE_S, waitingFor: (error as Error).message };
      }
    }
    return { outcomes, pauseSeconds: outcomes.length / job.rate };
  }

  private async resolve(job: ClaimedJob, letterId: string): Promise<Omit<ItemOutcome, 'letterId'>> {
    const who = { by: job.by, job: job.id };
    const { inSpan, traceId } = this.spans.recorder();
    const queue = new DeadLetterQueue(this.broker.transport, this.broker.connected, inSpan);
    try {
      if (job.action === 'discard') {
        await queue.discard(letterId, job.reason ?? '', who);
        return { outcome: 'discarded' };
      }
      await queue.replay(letterId, who);
      return { outcome: 'replayed', traceId };
    } catch (error) {
      // By a runner of this job that was killed before it could record it.
      if (error instanceof DeadLetterResolved && error.resolved?.job === job.id)
        return { outcome: error.state };
      if (error instanceof DeadLetterResolved) return { outcome: 'already-resolved', detail: error.message };
      if (REFUSALS.some((kind) => error instanceof kind)) {
        return { outcome: 'failed', detail: (error as Error).message };
      }
      throw error;
    }
  }
}

/** Another attempt would end the same way. */
const REFUSALS = [DeadLetterNotFound, DeadLetterIncomplete, DeadLetterOrphaned];
