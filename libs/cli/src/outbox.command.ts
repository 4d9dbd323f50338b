import type { Republished } from '@waybill/messaging/operations';
import { parseSince } from './arguments.js';
import { UsageError } from './cli-error.js';
import { printResult, type AddCommand, type Run } from './command.js';
import { withOutboxes, type ServiceOutbox } from './connect-outboxes.js';
import { figure, plural } from './format.js';
import { pollUntil } from './poll-until.js';
import { Progress } from './progress.js';
import { table } from './table.js';

export function outbox(
  connect: typeof withOutboxes = withOutboxes,
  now: () => number = Date.now,
): AddCommand {
  return (program, run) => {
    const group = program
      .command('outbox')
      .description('show what waits to be published; publish again what was published since a time');

    group
      .command('status')
      .description('what waits in the outbox of each service')
      .option('--service <name>', 'only of this service')
      .action(({ service }) => connect(run.dataDir, (outboxes) => status(choose(outboxes, service), run)));

    group
      .command('republish')
      .description('publish again, under their event ids, and wait until that is done')
      .requiredOption('--since <time>', 'a time, or an age such as 15m', (text) => parseSince(text, now()))
      .option('--service <name>', 'only of this service')
      .action(({ since, service }) =>
        connect(run.dataDir, (outboxes) => republish(choose(outboxes, service), since, run)),
      );
  };
}

function choose(outboxes: ServiceOutbox[], service: string | undefined): ServiceOutbox[] {
  const chosen = outboxes.filter((outbox) => service === undefined || outbox.service === service);
  if (chosen.length > 0) return chosen;
  const names = outboxes.map((outbox) => outbox.service).join(', ');
  throw new UsageError(`there is no service "${service}" here`, `services: ${names}`);
}

async function status(outboxes: readonly ServiceOutbox[], run: Run): Promise<void> {
  const figures = await Promise.all(
    outboxes.map(async (outbox) => ({ service: outbox.service, ...(await outbox.status()) })),
  );
  printResult(run, { outboxes: figures }, () => {
    const rows = figures.map(
      ({ service, pending, oldestSeconds, refused, parked, scheduled, nextDueSeconds }) => [
        service,
        String(pending),
        oldestSeconds === null ? '' : `${oldestSeconds.toFixed(1)} s`,
        String(refused),
        String(parked),
        String(scheduled),
        nextDueSeconds === null ? '' : dueWords(nextDueSeconds),
      ],
    );
    const text = table(['service', 'pending', 'oldest', 'refused', 'parked', 'scheduled', 'next due'], rows);
    return figures.some(({ parked }) => parked > 0)
      ? `${text}\n\nthe broker refused parked rows until the last attempt: fix the cause, then outbox republish --since <time>`
      : text;
  });
}

function dueWords(seconds: number): string {
  const time = `${Math.abs(seconds).toFixed(1)} s`;
  return seconds < 0 ? `${time} ago` : `in ${time}`;
}

/** The rows of one service that are published again. */
interface Resent {
  service: string;
  rows: number;
  /** Rows that the broker has stored again. */
  stored: number;
  /** Rows that the broker refused until the last attempt: they are parked. */
  refused: number;
  /** Rows that are still to be published. */
  waiting: number;
}

async function republish(outboxes: readonly ServiceOutbox[], since: Date, run: Run): Promise<void> {
  const sent: [ServiceOutbox, Republished][] = [];
  for (const outbox of outboxes) sent.push([outbox, await outbox.republish(since)]);
  const progress = new Progress(run.stderr);
  const resent = await pollUntil({
    read: () => Promise.all(sent.map(([outbox, republished]) => resentOf(outbox, republished))),
    isDone: (soFar) => sum(soFar, 'waiting') === 0,
    onProgress: (soFar) =>
      progress.update(() => `published again: ${sum(soFar, 'stored')} of ${sum(soFar, 'rows')}`),
    signal: run.signal,
  });
  progress.clear();
  const stored = sum(resent, 'stored');
  printResult(run, { since: since.toISOString(), republished: resent }, () =>
    [
      ...resent.map(describe),
      ...(stored > 0 ? ['under their event ids: consumers that have handled them skip them'] : []),
    ].join('\n'),
  );
  if (sum(resent, 'waiting') > 0) {
    run.stderr.write(
      'some are not published yet: they wait in the outbox until a relay and the broker run (waybill status)\n',
    );
  }
  if (sum(resent, 'refused') > 0) {
    run.stderr.write(
      'the broker refused rows until the last attempt: they are parked, the log of their service says why\n',
    );
  }
  if (stored !== sum(resent, 'rows')) run.exitCode = 1;
}

async function resentOf(outbox: ServiceOutbox, { resendId, rows }: Republished): Promise<Resent> {
  const { waiting, parked } = rows === 0 ? { waiting: 0, parked: 0 } : await outbox.resendProgress(resendId);
  return { service: outbox.service, rows, stored: rows - waiting - parked, refused: parked, waiting };
}

function describe({ service, rows, stored, refused, waiting }: Resent): string {
  const counts = Object.entries({ stored, refused, waiting })
    .filter(([name, count]) => name === 'stored' || count > 0)
    .map(([name, count]) => `${figure(count)} ${name}`);
  return `${service}: ${plural(rows, 'row')} to publish again, ${counts.join(', ')}`;
}

function sum(resent: readonly Resent[], count: 'rows' | 'stored' | 'waiting' | 'refused'): number {
  return resent.reduce((total, each) => total + each[count], 0);
}
