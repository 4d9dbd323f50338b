import type { TracesAnswer, TraceStatus } from '@waybill/console-api';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError, UsageError } from './cli-error.ts';
import { print, printJson, type Command, type Io } from './command.ts';
import { openConsole, type ConsoleLink, type Query } from './console/console-link.ts';
import { parseDuration } from './console/duration.ts';
import { liveChanges } from './console/live-changes.ts';
import { NewTraces } from './console/new-traces.ts';
import { screenOf } from './console/screen.ts';
import { STATUSES, traceHeader, traceLine } from './console/trace-line.ts';
import { parseFlags } from './flags.ts';

/** Finds the console of the stack on this data folder. */
type Open = (dataDir: string, signal: AbortSignal) => Promise<ConsoleLink>;
type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;

export interface TracesOptions {
  readonly open: Open;
  readonly wait: Wait;
  readonly now: () => number;
}

/** How many of the newest are looked through for new ones. */
const LOOK = 100;
/** Milliseconds between two looks while something has to become quiet first. */
const LOOK_EVERY = 250;

export const command: Command = tracesCommand({
  open: openConsole,
  wait: (ms, signal) => delay(ms, undefined, { signal }),
  now: () => performance.now(),
});

export function tracesCommand(options: TracesOptions): Command {
  return {
    name: 'traces',
    summary: 'the newest traces; with --follow also new ones as they come, until Ctrl-C',
    usage:
      '[--follow] [--service <name>] [--event <type>] [--order <id>] [--status ok|failed|retried|dead-lettered]\n' +
      '[--min-duration <250ms|1.5s>] [--limit <n>]',

    async run(args, io) {
      const { values, positionals } = parseFlags(args, {
        follow: { type: 'boolean', default: false },
        service: { type: 'string' },
        event: { type: 'string' },
        order: { type: 'string' },
        status: { type: 'string' },
        'min-duration': { type: 'string' },
        limit: { type: 'string', default: '20' },
      });
      if (positionals.length > 0) {
        throw new UsageError(
          `traces takes no "${positionals[0]}"`,
          'npm run waybill -- trace <id> shows one',
        );
      }
      const query: Query = {
        service: values.service,
        event: values.event,
        orderId: values.order,
        status: statusOf(values.status),
        minDurationMs: durationOf(values['min-duration']),
      };
      const limit = limitOf(values.limit);
      const link = await options.open(values['data-dir'], io.signal);
      if (values.follow) await follow(link, query, limit, options, io, values.json);
      else await list(link, query, limit, io, values.json);
    },
  };
}

async function list(link: ConsoleLink, query: Query, limit: number, io: Io, json: boolean): Promise<void> {
  const answer = await link.get<TracesAnswer>('/api/traces', { ...query, limit });
  if (json) {
    printJson(io, answer);
    return;
  }
  if (answer.items.length === 0) {
    print(io, 'no trace of that kind; an order makes one: open the console and click "order"');
    return;
  }
  const screen = screenOf(io.stdout);
  print(io, traceHeader(screen));
  for (const trace of answer.items) print(io, traceLine(trace, screen));
}

/** Prints the newest, oldest of them first, then each new one below; as JSON one document a line. */
async function follow(
  link: ConsoleLink,
  query: Query,
  limit: number,
  { wait, now }: TracesOptions,
  io: Io,
  json: boolean,
): Promise<void> {
  const screen = screenOf(io.stdout);
  const look = async () =>
    (await link.get<TracesAnswer>('/api/traces', { ...query, limit: Math.max(LOOK, limit) })).items;
  const tell = (traces: TracesAnswer['items']) => {
    for (const trace of traces) print(io, json ? JSON.stringify(trace) : traceLine(trace, screen));
  };
  const newest = await look();
  const fresh = new NewTraces();
  fresh.told(newest);
  if (!json) print(io, traceHeader(screen));
  tell(newest.slice(0, limit).toReversed());

  const changes = liveChanges(link, {
    topic: 'traces',
    signal: io.signal,
    wait,
    onAway: () => io.stderr.write('the console is away; waiting for it\n'),
    onBack: () => io.stderr.write('the console is back\n'),
  });
  const nextChange = () => {
    const change = changes.next();
    change.catch(() => undefined); // it is looked at in the race below, maybe later than it fails
    return change;
  };
  for (let change = nextChange(); ;) {
    const lookAgain = async () => void (await wait(LOOK_EVERY, io.signal).catch(() => undefined)); // aborted
    const happened = await Promise.race([change, ...(fresh.waiting ? [lookAgain()] : [])]);
    if (happened?.done || io.signal.aborted) return;
    if (happened) change = nextChange();
    try {
      tell(fresh.look(await look(), now()));
    } catch (error) {
      if (io.signal.aborted) return;
      // Whoever hears of the changes notices too, says so and waits for the console.
      if (!(error instanceof CliError && error.code.startsWith('CONSOLE_'))) throw error;
    }
  }
}

function statusOf(text: string | undefined): TraceStatus | undefined {
  const status = STATUSES.find((each) => each === text);
  if (text === undefined || status !== undefined) return status;
  throw new UsageError(`--status ${text} is none of them`, `there are ${STATUSES.join(', ')}`);
}

function durationOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : parseDuration(text);
  if (text === undefined || ms !== undefined) return ms;
  throw new UsageError(`--min-duration ${text} is no duration`, 'write 250, 250ms, 1.5s or 2m');
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= 200) return limit;
  throw new UsageError(`--limit takes a number from 1 to 200, not ${text}`);
}
