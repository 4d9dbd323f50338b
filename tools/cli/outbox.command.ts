import type { Republished } from '@waybill/messaging';
import { Progress } from '../import/progress.ts';
import { awaitResend, type Resent } from './await-resend.ts';
import { UsageError } from './cli-error.ts';
import { print, printJson, type Command, type Io } from './command.ts';
import { parseFlags } from './flags.ts';
import { withOutboxes, type ServiceOutbox } from './open-outboxes.ts';
import { parseSince } from './since.ts';
import { readState } from './state.ts';
import { table } from './table.ts';

/** Connects to the outboxes of the stack on this data folder, and lends them to `work`. */
type Lend = <Result>(
  dataDir: string,
  work: (outboxes: ServiceOutbox[]) => Promise<Result>,
) => Promise<Result>;

export const command: Command = outboxCommand(async (dataDir, work) =>
  withOutboxes(await readState(dataDir), work),
);

export function outboxCommand(lend: Lend, now: () => number = Date.now): Command {
  return {
    name: 'outbox',
    summary: 'see what waits to be published; publish again what was published since a time',
    usage: 'status\nrepublish --since <time> [--service <name>]',

    run(args, io) {
      const { values, positionals } = parseFlags(args, {
        since: { type: 'string' },
        service: { type: 'string' },
      });
      const [action] = positionals;
      const withChosen = <Result>(work: (outboxes: ServiceOutbox[]) => Promise<Result>) =>
        lend(values['data-dir'], (outboxes) => work(choose(outboxes, values.service)));
      switch (action) {
        case 'status':
          return withChosen((outboxes) => status(outboxes, io, values.json));
        case 'republish': {
          if (!values.since)
            throw new UsageError('republish since when?', 'add --since <time>, for example --since 15m');
          const since = parseSince(values.since, now());
          return withChosen((outboxes) => republish(outboxes, since, io, values.json));
        }
        default:
          throw new UsageError(
            action === undefined ? 'what about the outbox?' : `unknown action "${action}"`,
            'npm run waybill -- outbox status, or outbox republish --since <time>',
          );
      }
    },
  };
}

function choose(outboxes: ServiceOutbox[], service: string | undefined): ServiceOutbox[] {
  const chosen = outboxes.filter((outbox) => service === undefined || outbox.service === service);
  if (chosen.length > 0) return chosen;
  throw new UsageError(
    `no service "${service}" runs here`,
    `there are: ${outboxes.map((outbox) => outbox.service).join(', ')}`,
  );
}

async function status(outboxes: ServiceOutbox[], io: Io, json: boolean): Promise<void> {
  const figures = await Promise.all(
    outboxes.map(async (outbox) => ({ service: outbox.service, ...(await outbox.status()) })),
  );
  if (json) {
    printJson(io, { outboxes: figures });
    return;
  }
  const rows = figures.map(({ service, pending, oldestSeconds, refused, dead }) => [
    service,
    String(pending),
    oldestSeconds === null ? '' : `${oldestSeconds.toFixed(1)} s`,
    String(refused),
    String(dead),
  ]);
  print(io, table(['service', 'pending', 'oldest', 'refused', 'dead'], rows));
  if (figures.some(({ dead }) => dead > 0)) {
    print(
      io,
      '\ndead rows were refused to the last attempt: fix the cause, then outbox republish --since <time>',
    );
  }
}

async function republish(outboxes: ServiceOutbox[], since: Date, io: Io, json: boolean): Promise<number> {
  const sent: { outbox: ServiceOutbox; republished: Republished }[] = [];
  for (const outbox of outboxes) sent.push({ outbox, republished: await outbox.republish(since) });
  const progress = new Progress(io.stderr);
  const resent = await awaitResend(sent, {
    signal: io.signal,
    onProgress: (soFar) =>
      progress.update(() => `sent again: ${sum(soFar, 'stored')} of ${sum(soFar, 'rows')}`),
  });
  progress.clear();
  if (json) printJson(io, { since: since.toISOString(), republished: resent });
  else for (const each of resent) print(io, describe(each));
  if (!json && sum(resent, 'stored') > 0)
    print(io, 'under their old event ids: consumers that have handled them skip them');
  if (resent.some(({ waiting }) => waiting > 0)) {
    io.stderr.write(
      'not all have gone out: the rest waits in the outbox until a relay and the broker run (waybill status)\n',
    );
  }
  if (resent.some(({ refused }) => refused > 0)) {
    io.stderr.write(
      'the broker refused rows to the last attempt: they are dead, and the log of their service says why\n',
    );
  }
  return sum(resent, 'stored') === sum(resent, 'rows') ? 0 : 1;
}

function describe({ service, rows, stored, refused, waiting }: Resent): string {
  const counts = Object.entries({ stored, refused, waiting })
    .filter(([name, count]) => name === 'stored' || count > 0)
    .map(([name, count]) => `${count.toLocaleString('en')} ${name}`);
  return `${service}: ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} to send again, ${counts.join(', ')}`;
}

function sum(resent: readonly Resent[], figure: 'rows' | 'stored'): number {
  return resent.reduce((total, each) => total + each[figure], 0);
}
