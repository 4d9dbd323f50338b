import { Option } from '@commander-js/extra-typings';
import type { TracesResponse } from '@waybill/console-api';
import { setTimeout as delay } from 'node:timers/promises';
import { parseDuration, wholeNumber } from './arguments.js';
import { CliError } from './cli-error.js';
import { print, printResult, type AddCommand, type Run } from './command.js';
import { openConsole, type ConsoleLink, type OpenConsole, type Query } from './console/console-link.js';
import { liveChanges } from './console/live-changes.js';
import { NewTraces } from './console/new-traces.js';
import { screenOf } from './console/screen.js';
import { STATUSES, traceHeader, traceLine } from './console/trace-line.js';

export interface Timing {
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly now: () => number;
}

const REAL_TIME: Timing = {
  wait: (ms, signal) => delay(ms, undefined, { signal }),
  now: () => performance.now(),
};

/** How many of the newest traces are searched for new ones. */
const LOOK = 100;
/** Milliseconds between two looks while a trace still gets spans. */
const LOOK_EVERY = 250;

export function traces(open: OpenConsole = openConsole, timing = REAL_TIME): AddCommand {
  return (program, run) =>
    program
      .command('traces')
      .description('the newest traces; with --follow also new ones as they come, until Ctrl-C')
      .option('--follow', 'go on with new traces as they come')
      .option('--service <name>', 'traces that this service takes part in')
      .option('--event <type>', 'traces in which this event is published or handled')
      .option('--order <id>', 'traces of this order')
      .addOption(new Option('--status <status>', 'traces with this status').choices(STATUSES))
      .option('--min-duration <250ms|1.5s>', 'traces that took at least so long', parseDuration)
      .option('--limit <n>', 'how many', wholeNumber(1, 200), 20)
      .action(async ({ follow, service, event, order, status, minDuration, limit }) => {
        const query = { service, event, orderId: order, status, minDurationMs: minDuration };
        const link = await open(run.dataDir, run.signal);
        if (follow) await followTraces(link, query, limit, timing, run);
        else await list(link, query, limit, run);
      });
}

async function list(link: ConsoleLink, query: Query, limit: number, run: Run): Promise<void> {
  const found = await link.get<TracesResponse>('/api/traces', { ...query, limit });
  const screen = screenOf(run.stdout);
  printResult(run, found, () =>
    found.items.length === 0
      ? 'no such trace; an order makes one: open the console and click "order"'
      : [traceHeader(screen), ...found.items.map((trace) => traceLine(trace, screen))].join('\n'),
  );
}

/** Prints the newest, the oldest of them first, then each new one below; as JSON one document a line. */
async function followTraces(
  link: ConsoleLink,
  query: Query,
  limit: number,
  { wait, now }: Timing,
  run: Run,
): Promise<void> {
  const { json, signal, stderr } = run;
  const screen = screenOf(run.stdout);
  const look = async () =>
    (await link.get<TracesResponse>('/api/traces', { ...query, limit: Math.max(LOOK, limit) })).items;
  const show = (traces: TracesResponse['items']) => {
    for (const trace of traces) print(run, json ? JSON.stringify(trace) : traceLine(trace, screen));
  };
  const newest = await look();
  const fresh = new NewTraces();
  fresh.markShown(newest);
  if (!json) print(run, traceHeader(screen));
  show(newest.slice(0, limit).toReversed());

  const changes = liveChanges(link, {
    topic: 'traces',
    signal,
    wait,
    onDown: () => stderr.write('the console is down; waiting for it\n'),
    onBack: () => stderr.write('the console is back\n'),
  });
  const nextChange = () => {
    const change = changes.next();
    change.catch(() => undefined); // handled in the race below, maybe later than it fails
    return change;
  };
  for (let change = nextChange(); ;) {
    const lookAgain = async () => void (await wait(LOOK_EVERY, signal).catch(() => undefined)); // aborted
    const happened = await Promise.race([change, ...(fresh.waiting ? [lookAgain()] : [])]);
    if (happened?.done || signal.aborted) return;
    if (happened) change = nextChange();
    try {
      show(fresh.look(await look(), now()));
    } catch (error) {
      if (signal.aborted) return;
      // `liveChanges` notices that the console is down, too: it says so and waits.
      if (!(error instanceof CliError && error.code.startsWith('CONSOLE_'))) throw error;
    }
  }
}
