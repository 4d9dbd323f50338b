import { Option } from '@commander-js/extra-typings';
import type { MessagesResponse } from '@waybill/console-api';
import { CliError, UsageError } from './cli-error.js';
import { printResult, type AddCommand } from './command.js';
import { openConsole, type OpenConsole } from './console/console-link.js';
import { describeJourneys } from './console/journey.js';
import { screenOf } from './console/screen.js';

export function messages(open: OpenConsole = openConsole): AddCommand {
  return (program, run) =>
    program
      .command('messages')
      .description('the messages of an order, or one event: outbox, stream, each delivery and its outcome')
      .addOption(new Option('--order <id>', 'all messages of this order').conflicts('event'))
      .option('--event <id>', 'the message with this event id')
      .action(async ({ order, event }) => {
        if (order === undefined && event === undefined) {
          throw new UsageError(
            'the messages of which order, or which event?',
            'npm run waybill -- messages --order <id>, or --event <id>',
          );
        }
        const link = await open(run.dataDir, run.signal);
        const found = await link.get<MessagesResponse>('/api/messages', { orderId: order, eventId: event });
        if (found.items.length === 0 && !run.json) {
          throw nothingKnown(order === undefined ? `event ${event}` : `order ${order}`, found.missing);
        }
        printResult(run, found, () => describeJourneys(found, screenOf(run.stdout)));
        // For scripts: what is waiting may still come, what is lost does not.
        if (found.lost) run.exitCode = 1;
      });
}

function nothingKnown(of: string, missing: readonly string[]): CliError {
  return new CliError(`no message of ${of} is known`, {
    code: 'NOT_FOUND',
    fix:
      missing.length > 0
        ? `${missing.join(', ')} does not respond and may know of one`
        : 'check that the id is complete; messages are kept for a limited time only',
  });
}
