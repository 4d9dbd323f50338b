import type { MessagesAnswer } from '@waybill/console-api';
import { CliError, UsageError } from './cli-error.ts';
import { print, printJson, type Command } from './command.ts';
import { openConsole, type ConsoleLink } from './console/console-link.ts';
import { describeJourneys } from './console/journey.ts';
import { screenOf } from './console/screen.ts';
import { parseFlags } from './flags.ts';

export const command: Command = messagesCommand(openConsole);

export function messagesCommand(
  open: (dataDir: string, signal: AbortSignal) => Promise<ConsoleLink>,
): Command {
  return {
    name: 'messages',
    summary: 'the way of every message of an order, or of one event: outbox, stream, each delivery, outcome',
    usage: '--order <id>\n--event <id>',

    async run(args, io) {
      const { values } = parseFlags(args, { order: { type: 'string' }, event: { type: 'string' } });
      const { order, event, json } = values;
      if ((order === undefined) === (event === undefined)) {
        throw new UsageError(
          order === undefined ? 'the messages of what?' : 'an order or an event, not both',
          'npm run waybill -- messages --order <id>, or --event <id>',
        );
      }
      const link = await open(values['data-dir'], io.signal);
      const answer = await link.get<MessagesAnswer>('/api/messages', { orderId: order, eventId: event });
      if (json) printJson(io, answer);
      else if (answer.items.length > 0) print(io, describeJourneys(answer, screenOf(io.stdout)));
      else throw nothingKnown(order === undefined ? `event ${event}` : `order ${order}`, answer.missing);
      // For scripts: what waits may still come, what is lost does not.
      return answer.lost ? 1 : 0;
    },
  };
}

function nothingKnown(of: string, missing: readonly string[]): CliError {
  return new CliError(`no message of ${of} is known`, {
    code: 'NOT_FOUND',
    fix:
      missing.length > 0
        ? `${missing.join(', ')} does not answer and may know of one`
        : 'look whether the id is whole; messages are kept for a retention only',
  });
}
