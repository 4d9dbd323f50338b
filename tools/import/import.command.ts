import {
  type AddCommand,
  figure,
  printResult,
  Progress,
  readState,
  type Run,
  servicesToken,
  urlOf,
  userPath,
} from '@waybill/cli';
import { printReport } from './print-report.ts';
import type { ImportReport } from './import-orders.ts';

export const command: AddCommand = (program, run) =>
  program
    .command('import')
    .description('import the orders of a shop from a CSV file, plain or gzipped')
    .argument('<file>', 'file.csv or file.csv.gz')
    .action(async (file) => {
      const startedAt = Date.now();
      const report = await runImport(userPath(file), run);
      const seconds = (Date.now() - startedAt) / 1000;
      if (run.json) printResult(run, { file, ...report, seconds }, () => '');
      run.exitCode = report.complete && report.orders.rejected === 0 ? 0 : 1;
    });

async function runImport(file: string, run: Run): Promise<ImportReport> {
  const { importOrders, emptyReport } = await import('./import-orders.ts');
  const { OrdersEndpoint } = await import('./orders-endpoint.ts');
  const { surveyFile } = await import('./read-orders.ts');

  const url = urlOf(await readState(run.dataDir), 'order');
  const progress = new Progress(run.stderr);
  const report = emptyReport();
  try {
    const survey = await surveyFile(
      file,
      (rows) => progress.update(() => `checking the file: ${figure(rows)} rows`),
      run.signal,
    );
    progress.done(`the file is complete: ${figure(survey.read)} rows, ${figure(survey.orders)} orders`);
    const endpoint = new OrdersEndpoint({
      url,
      signal: run.signal,
      token: servicesToken,
      assertRunning: async () => void (await readState(run.dataDir)),
      onRetry: (reason, attempt) =>
        progress.update(() => `the order service is down (${reason}), attempt ${attempt + 1} follows`),
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
    if (!run.signal.aborted) {
      if (report.orders.accepted + report.orders.known > 0 && !run.json) printReport(run, report);
      throw error;
    }
    run.stderr.write('stopped; run it again to finish: nothing is imported twice\n');
  }
  if (!run.json) printReport(run, report);
  return report;
}

function progressOf(orders: ImportReport['orders'], total: number): string {
  const done = orders.accepted + orders.known + orders.rejected;
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  return `importing: ${figure(done)} of ${figure(total)} orders (${percent} %)`;
}
