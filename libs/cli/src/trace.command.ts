import type { SearchResponse, TraceDetail } from '@waybill/console-api';
import { CliError, UsageError } from './cli-error.js';
import { printResult, type AddCommand } from './command.js';
import { openConsole, type ConsoleLink, type OpenConsole } from './console/console-link.js';
import { isLost } from './console/progress-of-message.js';
import { screenOf } from './console/screen.js';
import { waterfall } from './console/waterfall.js';

/** Fewer digits would match too many traces. */
const SHORTEST = 4;

export function trace(open: OpenConsole = openConsole): AddCommand {
  return (program, run) =>
    program
      .command('trace')
      .description('one trace as a waterfall: spans, waits, attempts, and whether every consumer is done')
      .argument('<id>', 'trace id or its beginning; npm run waybill -- traces shows them')
      .action(async (text) => {
        const link = await open(run.dataDir, run.signal);
        const found = await link.get<TraceDetail>(`/api/traces/${await traceIdOf(text.toLowerCase(), link)}`);
        printResult(run, found, () => waterfall(found, screenOf(run.stdout)));
        if (found.messages.some(isLost)) run.exitCode = 1;
      });
}

/** @throws CliError no trace, or more than one, begins like this */
async function traceIdOf(text: string, link: ConsoleLink): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(text)) return text;
  if (!/^[0-9a-f]+$/.test(text) || text.length < SHORTEST || text.length > 32) {
    throw new UsageError(
      `"${text}" is not a trace id or the beginning of one: those are ${SHORTEST} to 32 hexadecimal digits`,
      'traces --order <id> finds the traces of an order, messages --event <id> those of an event',
    );
  }
  const { items } = await link.get<SearchResponse>('/api/search', { q: text });
  const found = items.filter(({ kind, id }) => kind === 'trace' && id.startsWith(text)).map(({ id }) => id);
  if (found.length === 1) return found[0]!;
  throw found.length === 0
    ? new CliError(`no trace that is kept begins with ${text}`, {
        code: 'NOT_FOUND',
        fix: 'npm run waybill -- traces shows the newest',
      })
    : new CliError(`${found.length} traces begin with ${text}: ${found.join(', ')}`, {
        code: 'AMBIGUOUS',
        fix: 'give more of its digits',
      });
}
