import { Command } from '@commander-js/extra-typings';
import { stopOwnServers } from '@waybill/testing';
import { EarlierVersion, lastVersion } from './earlier-version.ts';
import { upgrade } from './upgrade.ts';

const command = new Command('npm run verify:upgrade --')
  .description(
    'Upgrades the tables of outbox and inbox under load: replicas of an earlier version, the migration, both versions\n' +
      'side by side, this one alone, back, and forward again. Status 1 if an event was lost, doubled or reordered.',
  )
  .option(
    '--from <ref>',
    'a tag or commit: by default the last release or, without one, the last other schema',
  )
  .option('--rows <number>', 'published rows that the outbox holds before', '100000')
  .showHelpAfterError()
  .action(async ({ from = lastVersion(), rows }) => {
    using earlier = new EarlierVersion(from);
    console.log(`from ${from} to this version, ${rows} published rows in the outbox`);
    try {
      const { lost, doubled, reordered, ...figures } = await upgrade(earlier.library, Number(rows));
      console.log({ ...figures, lost, doubled, reordered });
      process.exitCode = lost + doubled + reordered === 0 ? 0 : 1;
    } finally {
      await stopOwnServers();
    }
  });
await command.parseAsync();
