import type { DeadLetterJob } from '@waybill/console-api';

export function doneOf({ replayed, discarded, alreadyResolved, failed }: DeadLetterJob): number {
  return replayed + discarded + alreadyResolved + failed;
}

/** `Replaying: 120 of 1,000 …`, `Done: 3 replayed, 1 failed.` */
export function jobInWords(job: DeadLetterJob): string {
  const counts = [
    [job.replayed, 'replayed'],
    [job.discarded, 'discarded'],
    [job.alreadyResolved, 'already resolved by others'],
    [job.failed, 'failed'],
    [job.failedAgain, 'failed again after the replay'],
  ] as const;
  const outcomes = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const said = outcomes.length > 0 ? outcomes.join(', ') : 'nothing yet';
  if (job.state === 'finished') return `Done: ${said}.`;
  if (job.state === 'cancelled') return `Cancelled by ${job.cancelledBy}: ${said}; the others stay open.`;
  const verb = job.action === 'replay' ? 'Replaying' : 'Discarding';
  const waits = job.waitingFor === undefined ? '' : `, waits: ${job.waitingFor}`;
  return `${verb}: ${doneOf(job)} of ${job.total}, at most ${job.rate} a second${waits} …`;
}
