import { CliError, UsageError } from '../cli/cli-error.ts';
import { print, printJson, type Command, type Io } from '../cli/command.ts';
import { parseFlags } from '../cli/flags.ts';
import { readState, urlOf, type StackState } from '../cli/state.ts';
import { userPath } from '../cli/user-path.ts';
import { Progress } from '../import/progress.ts';
import { totalsOf, type CsvTotals } from '../csv-totals.mjs';
import {
  compareSales,
  compareTop,
  type Comparison,
  type SalesAnswer,
  type TopAnswer,
} from './compare-totals.ts';
import { isDrained, openProbe, type PipelineLag } from './pipeline-lag.ts';
import { waitUntilDrained } from './wait-until-drained.ts';

const PRODUCTS = 50;

/** `npm run verify:import`: waits until everything imported has gone through, then compares totals. */
export function command(wait: (ms: number) => Promise<unknown>): Command {
  return {
    name: 'verify',
    summary: 'compare the platform’s figures with a CSV file that was imported',
    usage: '<file.csv[.gz]>',
    call: 'npm run verify:import --',

    async run(args, io) {
      const { values, positionals } = parseFlags(args);
      const [file] = positionals;
      if (file === undefined) throw new UsageError('which file?', 'npm run verify:import -- <file.csv[.gz]>');
      const state = await readState(values['data-dir']);
      const totals = totalsOf(userPath(file));

      const startedAt = Date.now();
      const lag = await drain(state, io, wait);
      const drainSeconds = (Date.now() - startedAt) / 1000;
      const comparisons = await compareAll(urlOf(state, 'analytics'), totals);
      const pass = isDrained(lag) && lag.parked === 0 && comparisons.every(({ equal }) => equal);

      if (values.json) printJson(io, { pass, drainSeconds, lag, comparisons });
      else printComparisons(io, comparisons, lag, pass);
      return pass ? 0 : 1;
    },
  };
}

async function drain(
  state: StackState,
  io: Io,
  wait: (ms: number) => Promise<unknown>,
): Promise<PipelineLag> {
  const probe = await openProbe(state);
  const progress = new Progress(io.stderr);
  const startedAt = Date.now();
  try {
    const lag = await waitUntilDrained(probe, {
      wait,
      onProgress: (reading) => progress.update(() => `on its way: ${describe(reading)}`),
    });
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    progress.done(isDrained(lag) ? `drained after ${seconds} s` : `stuck: ${describe(lag)}`);
    return lag;
  } finally {
    await probe.close();
  }
}

async function compareAll(
  analytics: string,
  { sales, topByRevenue, topByUnits }: CsvTotals,
): Promise<Comparison[]> {
  const [first, last] = [sales.buckets[0], sales.buckets.at(-1)];
  if (!first || !last) throw new CliError('the file holds no order');
  const end = new Date(last.start);
  end.setUTCMonth(end.getUTCMonth() + 1);
  // Orders of other times (the simulated shoppers' among them) stay out of the comparison.
  const period = `from=${first.start}&to=${end.toISOString()}`;
  const top = (by: string) => get<TopAnswer>(analytics, `/products/top?${period}&by=${by}&limit=${PRODUCTS}`);
  return [
    ...compareSales(sales, await get<SalesAnswer>(analytics, `/sales?${period}&bucket=month`)),
    ...compareTop('revenue', topByRevenue.items.slice(0, PRODUCTS), await top('revenue')),
    ...compareTop('units', topByUnits.items.slice(0, PRODUCTS), await top('units')),
  ];
}

async function get<Answer>(base: string, path: string): Promise<Answer> {
  const response = await fetch(new URL(path, base)).catch((cause: unknown) => {
    throw new CliError(`analytics does not answer at ${base}`, { cause, fix: 'npm run waybill -- doctor' });
  });
  if (!response.ok) throw new CliError(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

function printComparisons(io: Io, comparisons: Comparison[], lag: PipelineLag, pass: boolean): void {
  for (const { what, expected, answered, equal } of comparisons) {
    if (!what.startsWith('top')) print(io, `${equal ? 'equal  ' : 'DIFFERS'} ${what.padEnd(10)} ${answered}`);
    if (!equal) print(io, `        ${what}: the CSV says ${expected}; answered: ${answered}`);
  }
  for (const by of ['revenue', 'units']) {
    const places = comparisons.filter(({ what }) => what.startsWith(`top by ${by}`));
    const equal = places.filter((place) => place.equal).length;
    print(
      io,
      `${equal === places.length ? 'equal  ' : 'DIFFERS'} top by ${by}: ${equal} of ${places.length} places`,
    );
  }
  if (lag.parked > 0)
    print(io, `parked: ${lag.parked} dead letters or dead outbox rows: npm run waybill -- dead-letters list`);
  print(io, pass ? 'PASS: the platform’s figures equal the file’s, to the last digit' : 'FAIL');
}

function describe({ outbox, consumers }: PipelineLag): string {
  const parts = [
    ...Object.entries(outbox).map(([service, rows]) => [`${service} outbox`, rows] as const),
    ...Object.entries(consumers),
  ].filter(([, count]) => count > 0);
  return parts.map(([name, count]) => `${name} ${count.toLocaleString('en')}`).join(', ') || 'nothing';
}
