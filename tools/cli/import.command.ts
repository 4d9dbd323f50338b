import { UsageError } from './cli-error.ts';
import { printJson, type Command, type Io } from './command.ts';
import { parseFlags } from './flags.ts';
import { readState, urlOf } from './state.ts';
import { userPath } from './user-path.ts';
import type { ImportReport } from '../import/import-orders.ts';

export const command: Command = {
  name: 'import',
  summary: 'import a shop’s orders from a CSV file, plain or gzipped',
  usage: '<file.csv[.gz]>',

  async run(args, io) {
    const { values, positionals } = parseFlags(args);
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) {
      throw new UsageError(
        file === undefined ? 'which file?' : `one file at a time, not also ${others.join(' ')}`,
        'npm run waybill -- import <file.csv[.gz]>',
      );
    }
    const startedAt = Date.now();
    const report = await runImport(userPath(file), values['data-dir'], io, values.json);
    const seconds = (Date.now() - startedAt) / 1000;
    if (values.json) printJson(io, { file, ...report, seconds });
    return report.complete && report.orders.rejected === 0 ? 0 : 1;
  },
};

async function runImport(file: string, dataDir: string, io: Io, json: boolean): Promise<ImportReport> {
  const { importOrders, emptyReport } = await import('../import/import-orders.ts');
  const { OrdersEndpoint } = await import('../import/orders-endpoint.ts');
  const { surveyFile } = await import('../import/read-orders.ts');
  const { printReport } = await import('../import/print-report.ts');
  const { Progress } = await import('../import/progress.ts');

  const url = urlOf(await readState(dataDir), 'order');
  const progress = new Progress(io.stderr);
  const report = emptyReport();
  try {
    const survey = await surveyFile(
      file,
      (rows) => progress.update(() => `checking the file: ${rows.toLocaleString('en')} rows`),
      io.signal,
    );
    progress.done(
      `the file is whole: ${survey.read.toLocaleString('en')} rows, ${survey.orders.toLocaleString('en')} orders`,
    );
    const endpoint = new OrdersEndpoint({
      url,
      signal: io.signal,
      assertRunning: async () => void (await readState(dataDir)),
      onRetry: (reason, attempt) =>
        progress.update(() => `the order service is away (${reason}), attempt ${attempt + 1} follows`),
    });
    await importOrders(
      {
        file,
        send: (body) => endpoint.send(body),
        onProgress: ({ orders }) => progress.update(() => progressOf(orders, survey.orders)),
      },
      report,
    );
    progress.done(progressOf(report.orders, survey.orders));
  } catch (error) {
    progress.clear();
    if (!io.signal.aborted) {
      if (report.orders.accepted + report.orders.known > 0 && !json) printReport(io, report);
      throw error;
    }
    io.stderr.write('stopped; run it again to finish: nothing is imported twice\n');
  }
  if (!json) printReport(io, report);
  return report;
}

function progressOf(orders: ImportReport['orders'], total: number): string {
  const settled = orders.accepted + orders.known + orders.rejected;
  const percent = total === 0 ? 100 : Math.floor((100 * settled) / total);
  return `importing: ${settled.toLocaleString('en')} of ${total.toLocaleString('en')} orders (${percent} %)`;
}
