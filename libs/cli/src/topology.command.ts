import type { AddCommand } from './command.js';
import { withConsumers } from './consumers/connect-consumers.js';
import { applyAction } from './topology/apply.js';
import { diffAction } from './topology/diff.js';

export function topology(connect: typeof withConsumers = withConsumers): AddCommand {
  return (program, run) => {
    const group = program
      .command('topology')
      .description('streams and durables on the broker, as the running services declare them');

    group
      .command('diff')
      .description('what is not as declared')
      .argument('[services...]', 'of these only; default all')
      .addHelpText('after', '\nExit code 1 also if something differs.')
      .action((names) =>
        connect(run.dataDir, (platform) => diffAction(platform, named(names, platform.services), run)),
      );

    group
      .command('apply')
      .description(
        'create and change what diff shows, as a user who may: services that lack it wait for that',
      )
      .argument('[services...]', 'of these only; default all')
      .action((names) =>
        connect(run.dataDir, (platform) => applyAction(platform, named(names, platform.services), run)),
      );
  };
}

function named(names: readonly string[], all: readonly string[]): readonly string[] {
  return names.length > 0 ? names : all;
}
