import type { AddCommand } from './command.js';
import { withConsumers } from './consumers/connect-consumers.js';
import { eraseAction } from './erase/erase-action.js';
import { nameFor, userName } from './operator-name.js';

export function erase(connect: typeof withConsumers = withConsumers): AddCommand {
  return (program, run) =>
    program
      .command('erase')
      .description(
        'erase what is stored about a customer, for good, and wait until every service has done it',
      )
      .requiredOption('--customer <id>', 'the id of the person, as orders and events have it')
      .option('--by <name>', 'who asked for it, for the record', nameFor, userName())
      .addHelpText('after', '\nIt may be repeated: what is erased stays so. docs/personal-data.md')
      .action(({ customer, by }) =>
        connect(run.dataDir, (platform) => eraseAction(platform, { dataSubject: customer, by }, run)),
      );
}
