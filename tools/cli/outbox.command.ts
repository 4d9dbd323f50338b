import { UsageError } from './cli-error.ts';
import { print, printJson, type Command, type Io } from './command.ts';
import { parseFlags } from './flags.ts';
import { withOutboxes, type ServiceOutbox } from './open-outboxes.ts';
import { parseSince } from './since.ts';
import { readState } from './state.ts';
import { table } from './table.ts';

/** Connects to the outboxes of the stack on this data folder, and lends them to `work`. */
type Lend = (dataDir: string, work: (outboxes: ServiceOutbox[]) => Promise<void>) => Promise<void>;

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
      const withChosen = (work: (outboxes: ServiceOutbox[]) => Promise<void>) =>
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
      '\ndead rows were refused to the last attempt: mend the cause, then outbox republish --since <time>',
    );
  }
}

async function republish(outboxes: ServiceOutbox[], since: Date, io: Io, json: boolean): Promise<void> {
  const counts: { service: string; rows: number }[] = [];
  for (const outbox of outboxes) {
    counts.push({ service: outbox.service, rows: await outbox.republish(since) });
  }
  if (json) {
    printJson(io, { since: since.toISOString(), republished: counts });
    return;
  }
  for (const { service, rows } of counts)
    print(io, `${service}: ${rows.toLocaleString('en')} rows go out again`);
  print(io, 'under their old ids, so whoever has handled them takes no notice');
}
