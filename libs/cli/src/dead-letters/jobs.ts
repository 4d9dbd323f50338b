import type { DeadLetterJob, DeadLetterJobDetail, DeadLetterJobsResponse } from '@waybill/console-api';
import { CliError } from '../cli-error.js';
import { print, printResult, type Run } from '../command.js';
import type { ConsoleLink } from '../console/console-link.js';
import { clip, plural } from '../format.js';
import { pollUntil } from '../poll-until.js';
import { Progress } from '../progress.js';
import { table } from '../table.js';

const JOBS = '/api/dead-letters/jobs';

export interface GroupJob {
  group: string;
  action: DeadLetterJob['action'];
  rate: number;
  by: string;
  reason?: string;
  detach: boolean;
}

/** Starts the job and, unless detached, shows its progress to the end; Ctrl-C leaves the job running. */
export async function startJob(
  link: ConsoleLink,
  { group, action, detach, ...body }: GroupJob,
  run: Run,
): Promise<void> {
  const started = await link.post<DeadLetterJob>(`/api/dead-letters/groups/${group}/${action}`, body);
  if (detach) {
    printResult(run, started, () => `job ${started.id}: ${describeProgress(started)}`);
    return;
  }
  const progress = new Progress(run.stderr);
  let latest = started;
  const read = async () => {
    try {
      const { items: _, ...job } = await link.get<DeadLetterJobDetail>(`${JOBS}/${started.id}`);
      latest = job;
    } catch (error) {
      if (!(error instanceof CliError && error.code.startsWith('CONSOLE_'))) throw error;
      // Another process of the console goes on with the job, or this one does once it is back.
      await link.assertRunning();
      latest = { ...latest, waitingFor: error.message };
    }
    return latest;
  };
  const job = await pollUntil<DeadLetterJob>({
    read,
    isDone: ({ state }) => state !== 'running',
    onProgress: (now) => progress.update(() => `job ${started.id}: ${describeProgress(now)}`),
    signal: run.signal,
    patienceMs: Number.POSITIVE_INFINITY,
  });
  progress.clear();
  printResult(run, job, () => `job ${job.id}: ${describeProgress(job)}`);
  if (job.state === 'running') {
    throw new CliError('the job goes on without this command', {
      code: 'INTERRUPTED',
      fix: `npm run waybill -- dead-letters jobs ${job.id} shows it, with --cancel it ends`,
    });
  }
  if (job.failed + job.failedAgain > 0) run.exitCode = 1;
}

export async function jobsAction(link: ConsoleLink, run: Run): Promise<void> {
  const found = await link.get<DeadLetterJobsResponse>(JOBS);
  printResult(run, found, () =>
    found.jobs.length === 0
      ? 'no jobs yet: dead-letters replay --group, or discard --group, starts one'
      : table(
          ['job', 'began (UTC)', 'by', 'group', 'consumer', 'progress'],
          found.jobs.map((job) => [
            job.id,
            job.createdAt.slice(0, 19).replace('T', ' '),
            job.by ?? '',
            job.group,
            job.consumer,
            describeProgress(job),
          ]),
        ),
  );
}

export async function jobAction(link: ConsoleLink, id: string, run: Run): Promise<void> {
  const job = await link.get<DeadLetterJobDetail>(`${JOBS}/${encodeURIComponent(id)}`);
  printResult(run, job, () =>
    [
      `${job.consumer}, ${job.type}: ${job.error}`,
      describeProgress(job),
      ...(job.items.length === 0 ? [] : [describeItems(job.items)]),
    ].join('\n'),
  );
}

export async function cancelAction(
  link: ConsoleLink,
  { id, by }: { id: string; by: string },
  run: Run,
): Promise<void> {
  const job = await link.post<DeadLetterJob>(`${JOBS}/${encodeURIComponent(id)}/cancel`, { by });
  if (run.json) printResult(run, job, () => '');
  else print(run, `job ${job.id}: ${describeProgress(job)}`);
}

/** `running, 120 of 1,000 letters replayed, 3 failed again` */
export function describeProgress(job: DeadLetterJob): string {
  const done = job.action === 'replay' ? job.replayed : job.discarded;
  const state = job.state === 'cancelled' ? `cancelled by ${job.cancelledBy}` : job.state;
  return [
    state,
    `${done} of ${plural(job.total, 'letter')} ${job.action === 'replay' ? 'replayed' : 'discarded'}`,
    job.alreadyResolved > 0 && `${job.alreadyResolved} resolved by others before`,
    job.failed > 0 && `${job.failed} failed`,
    job.failedAgain > 0 && `${job.failedAgain} failed again after the replay`,
    job.waitingFor && `waits: ${job.waitingFor}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function describeItems(items: DeadLetterJobDetail['items']): string {
  const rows = items.map(({ letterId, outcome, detail, failedAgainAs }) => [
    letterId,
    outcome ?? 'not yet',
    failedAgainAs === undefined ? clip(detail ?? '', 80) : `failed again: dead letter ${failedAgainAs}`,
  ]);
  return table(['letter', 'outcome', 'detail'], rows);
}
