import { parseFor, parseTarget } from './arguments.js';
import type { AddCommand } from './command.js';
import { withConsumers } from './consumers/connect-consumers.js';
import { listAction } from './consumers/list.js';
import { rebuildAction, rewindAction } from './consumers/move.js';
import { pauseAction, resumeAction } from './consumers/pause.js';
import { pruneAction } from './consumers/prune.js';

const NAME = 'consumer, as consumers list shows it';

export function consumers(
  connect: typeof withConsumers = withConsumers,
  now: () => number = Date.now,
): AddCommand {
  return (program, run) => {
    const group = program
      .command('consumers')
      .description(
        'list consumers, pause or rewind one, rebuild a projection, remove what is no longer declared',
      );

    group
      .command('list')
      .description('every consumer with what it still has to handle')
      .action(() => connect(run.dataDir, (platform) => listAction(platform, run)));

    group
      .command('pause')
      .description('handle nothing more, in all processes, until it is resumed')
      .argument('<consumer>', NAME)
      .option('--for <duration>', 'resume by itself after 30s, 10m, 2h or 1d', parseFor)
      .option('--reason <text>', 'shown by list, health and the console')
      .action((consumer, { for: forMs, reason }) =>
        connect(run.dataDir, (platform) => pauseAction(platform, { consumer, forMs, reason }, run)),
      );

    group
      .command('resume')
      .description('end a pause')
      .argument('<consumer>', NAME)
      .action((consumer) => connect(run.dataDir, (platform) => resumeAction(platform, consumer, run)));

    group
      .command('rewind')
      .description('deliver the messages since a time again')
      .argument('<consumer>', NAME)
      .requiredOption(
        '--to <time|sequence|beginning>',
        'a time, an age such as 2h, a stream sequence, or beginning',
        (text) => parseTarget(text, now()),
      )
      .option('--repeat', 'let messages take effect again that were handled before')
      .action((consumer, { to, repeat = false }) =>
        connect(run.dataDir, (platform) => rewindAction(platform, { consumer, to, repeat }, run)),
      );

    group
      .command('rebuild')
      .description('empty a projection and handle its history again')
      .argument('<consumer>', NAME)
      .option('--partial', 'even if the streams no longer hold the whole history')
      .action((consumer, { partial = false }) =>
        connect(run.dataDir, (platform) => rebuildAction(platform, { consumer, partial }, run)),
      );

    group
      .command('prune')
      .description(
        'show durables, event types and rows that no running process declares; with --yes remove them',
      )
      .option('--streams', 'streams, too')
      .option('--yes', 'remove what is shown')
      .action(({ streams = false, yes = false }) =>
        connect(run.dataDir, (platform) => pruneAction(platform, { streams, yes }, run)),
      );
  };
}
