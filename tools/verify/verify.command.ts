import {
  type AddCommand,
  CliError,
  figure,
  pollUntil,
  printResult,
  Progress,
  readState,
  type Run,
  urlOf,
  userPath,
} from '@waybill/cli';
import {
  compareSales,
  compareTop,
  type Comparison,
  type SalesReport,
  type TopReport,
} from './compare-totals.ts';
import { totalsOf, type CsvTotals } from './csv-totals.ts';
import { isDrained, staysDrained, withPipeline, type PipelineLag } from './pipeline-lag.ts';

const PRODUCTS = 50;
/** Analytics may work on one batch of an import for longer than the usual 30 s. */
const PATIENCE_MS = 60_000;

/** `npm run verify:import`: waits until everything imported has been handled, then compares totals. */
export const verify: AddCommand = (program, run) =>
  program
    .description('compare the platform’s figures with a CSV file that was imported')
    .argument('<file>', 'file.csv or file.csv.gz')
    .action(async (file) => {
      const analytics = urlOf(await readState(run.dataDir), 'analytics');
      const totals = totalsOf(userPath(file));
      const startedAt = Date.now();
      const lag = await drain(run);
      const drainSeconds = (Date.now() - startedAt) / 1000;
      const comparisons = await compareAll(analytics, totals);
      const pass = isDrained(lag) && lag.parked === 0 && comparisons.every(({ equal }) => equal);
      printResult(run, { pass, drainSeconds, lag, comparisons }, () => describe(comparisons, lag, pass));
      run.exitCode = pass ? 0 : 1;
    });

async function drain({ dataDir, stderr, signal }: Run): Promise<PipelineLag> {
  const progress = new Progress(stderr);
  const startedAt = Date.now();
  const lag = await withPipeline(dataDir, (read) =>
    pollUntil({
      read,
      isDone: staysDrained,
      onProgress: (reading) => progress.update(() => `not handled yet: ${describeLag(reading)}`),
      signal,
      patienceMs: PATIENCE_MS,
    }),
  );
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  progress.done(isDrained(lag) ? `drained after ${seconds} s` : `stuck: ${describeLag(lag)}`);
  return lag;
}

async function compareAll(
  analytics: string,
  { sales, topByRevenue, topByUnits }: CsvTotals,
): Promise<Comparison[]> {
  const [first, last] = [sales.buckets[0], sales.buckets.at(-1)];
  if (!first || !last) throw new CliError('the file holds no order');
  const end = new Date(last.start);
  end.setUTCMonth(end.getUTCMonth() + 1);
  // Orders of other times, such as the simulated shoppers', are left out.
  const period = `from=${first.start}&to=${end.toISOString()}`;
  const top = (by: string) => get<TopReport>(analytics, `/products/top?${period}&by=${by}&limit=${PRODUCTS}`);
  return [
    ...compareSales(sales, await get<SalesReport>(analytics, `/sales?${period}&bucket=month`)),
    ...compareTop('revenue', topByRevenue.items.slice(0, PRODUCTS), await top('revenue')),
    ...compareTop('units', topByUnits.items.slice(0, PRODUCTS), await top('units')),
  ];
}

async function get<Body>(base: string, path: string): Promise<Body> {
  const response = await fetch(new URL(path, base)).catch((cause: unknown) => {
    throw new CliError(`analytics does not respond at ${base}`, { cause, fix: 'npm run waybill -- doctor' });
  });
  if (!response.ok) throw new CliError(`${path} responds with ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}

function describe(comparisons: readonly Comparison[], { parked }: PipelineLag, pass: boolean): string {
  const word = (equal: boolean) => (equal ? 'equal  ' : 'DIFFERS');
  return [
    ...comparisons.flatMap(({ what, expected, actual, equal }) => [
      ...(what.startsWith('top') ? [] : [`${word(equal)} ${what.padEnd(10)} ${actual}`]),
      ...(equal ? [] : [`        ${what}: the CSV has ${expected}; analytics has ${actual}`]),
    ]),
    ...['revenue', 'units'].map((by) => {
      const places = comparisons.filter(({ what }) => what.startsWith(`top by ${by}`));
      const equal = places.filter((place) => place.equal).length;
      return `${word(equal === places.length)} top by ${by}: ${equal} of ${places.length} places`;
    }),
    ...(parked > 0
      ? [`${parked} open dead letters or parked outbox rows: npm run waybill -- dead-letters list`]
      : []),
    pass ? 'PASS: the platform’s figures equal the file’s, to the last digit' : 'FAIL',
  ].join('\n');
}

function describeLag({ outbox, consumers }: PipelineLag): string {
  const parts = [
    ...Object.entries(outbox).map(([service, rows]) => [`${service} outbox`, rows] as const),
    ...Object.entries(consumers),
  ].filter(([, count]) => count > 0);
  return parts.map(([name, count]) => `${name} ${figure(count)}`).join(', ') || 'nothing';
}
