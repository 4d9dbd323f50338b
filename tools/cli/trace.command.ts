import type { SearchAnswer, TraceDetail } from '@waybill/console-api';
import { CliError, UsageError } from './cli-error.ts';
import { print, printJson, type Command } from './command.ts';
import { openConsole, type ConsoleLink } from './console/console-link.ts';
import { isLost } from './console/progress-of-message.ts';
import { screenOf } from './console/screen.ts';
import { waterfall } from './console/waterfall.ts';
import { parseFlags } from './flags.ts';

/** With fewer characters nobody means one trace. */
const SHORTEST = 4;

export const command: Command = traceCommand(openConsole);

export function traceCommand(open: (dataDir: string, signal: AbortSignal) => Promise<ConsoleLink>): Command {
  return {
    name: 'trace',
    summary: 'one trace as a waterfall: spans, waits, attempts, and whether everyone is done with it',
    usage: '<trace id or its beginning>',

    async run(args, io) {
      const { values, positionals } = parseFlags(args);
      const [text, ...others] = positionals;
      if (text === undefined || others.length > 0) {
        throw new UsageError(
          text === undefined ? 'which trace?' : `one trace at a time, not also ${others.join(' ')}`,
          'npm run waybill -- traces shows the ids',
        );
      }
      const link = await open(values['data-dir'], io.signal);
      const trace = await link.get<TraceDetail>(`/api/traces/${await traceIdOf(text.toLowerCase(), link)}`);
      if (values.json) printJson(io, trace);
      else print(io, waterfall(trace, screenOf(io.stdout)));
      return trace.messages.some(isLost) ? 1 : 0;
    },
  };
}

/** @throws CliError no trace, or more than one, begins so */
async function traceIdOf(text: string, link: ConsoleLink): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(text)) return text;
  if (!/^[0-9a-f]+$/.test(text) || text.length < SHORTEST || text.length > 32) {
    throw new UsageError(
      `"${text}" is no trace id nor the beginning of one: those are ${SHORTEST} to 32 hexadecimal digits`,
      'traces --order <id> finds the traces of an order, messages --event <id> those of an event',
    );
  }
  const { items } = await link.get<SearchAnswer>('/api/search', { q: text });
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
